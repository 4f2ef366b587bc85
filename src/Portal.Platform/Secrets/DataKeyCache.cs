namespace Portal.Platform.Secrets;

/// <summary>
/// Unwrapped data keys of this process. A key lives an hour from when its unwrapping began, used or not, so that a key-encryption key
/// switched off in the vault is off here within that hour. Many callers wait for one unwrapping.
/// </summary>
/// <param name="system">System time; a product clock that jumps must not keep a key alive or drop it.</param>
internal sealed class DataKeyCache(TimeProvider system) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    public const int MaxInFlight = 20;
    private static readonly TimeSpan UnwrapTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Organization, Guid DataKey), Slot> _slots = [];
    private readonly SemaphoreSlim _flights = new(MaxInFlight, MaxInFlight);

    /// <param name="unwrap">Called at most once for all who wait at that moment; it must not depend on one caller's context or token.</param>
    public async Task<DataKeyHold> HoldAsync(
        Guid organizationId, Guid dataKeyId, Func<CancellationToken, Task<PinnedBytes>> unwrap, CancellationToken cancellationToken)
    {
        while (true)
        {
            var slot = Slotted((organizationId, dataKeyId), unwrap);
            var material = await slot.Load.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (material.TryHold())
            {
                return new DataKeyHold(dataKeyId, material);
            }

            // Evicted between loading and holding: ask again, the key may not be allowed any more.
        }
    }

    /// <summary>Forgets and zeroes every key of the organization, also one that is only being unwrapped.</summary>
    public void Evict(Guid organizationId)
    {
        lock (_lock)
        {
            foreach (var (key, slot) in _slots.Where(s => s.Key.Organization == organizationId).ToList())
            {
                Drop(key, slot);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (key, slot) in _slots.ToList())
            {
                Drop(key, slot);
            }
        }
    }

    private Slot Slotted((Guid Organization, Guid DataKey) key, Func<CancellationToken, Task<PinnedBytes>> unwrap)
    {
        lock (_lock)
        {
            if (_slots.TryGetValue(key, out var slot) && system.GetElapsedTime(slot.Began) < Lifetime)
            {
                return slot;
            }

            if (slot is not null)
            {
                Drop(key, slot);
            }

            slot = new Slot(system.GetTimestamp());
            slot.Load = new Lazy<Task<DataKeyMaterial>>(() => LoadAsync(key, slot, unwrap));
            slot.Expiry = system.CreateTimer(_ => DropLocked(key, slot), null, Lifetime, Timeout.InfiniteTimeSpan);
            return _slots[key] = slot;
        }
    }

    private async Task<DataKeyMaterial> LoadAsync(
        (Guid Organization, Guid DataKey) key, Slot slot, Func<CancellationToken, Task<PinnedBytes>> unwrap)
    {
        try
        {
            using var timeout = new CancellationTokenSource(UnwrapTimeout, system);
            try
            {
                // Also while others keep it waiting: nobody gave up, so it is no cancellation.
                return Keep(slot, new DataKeyMaterial(await FlyAsync(unwrap, timeout.Token).ConfigureAwait(false)));
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"The data key was not unwrapped within {UnwrapTimeout.TotalSeconds:0} s.");
            }
        }
        catch
        {
            // A failure is not remembered: the next caller tries again.
            DropLocked(key, slot);
            throw;
        }
    }

    private async Task<PinnedBytes> FlyAsync(Func<CancellationToken, Task<PinnedBytes>> unwrap, CancellationToken cancellationToken)
    {
        await _flights.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await unwrap(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _flights.Release();
        }
    }

    private DataKeyMaterial Keep(Slot slot, DataKeyMaterial material)
    {
        lock (_lock)
        {
            if (slot.Dropped)
            {
                material.Release();
            }
            else
            {
                slot.Material = material;
            }
        }

        return material;
    }

    private void DropLocked((Guid Organization, Guid DataKey) key, Slot slot)
    {
        lock (_lock)
        {
            Drop(key, slot);
        }
    }

    private void Drop((Guid Organization, Guid DataKey) key, Slot slot)
    {
        if (slot.Dropped)
        {
            return;
        }

        slot.Dropped = true;
        slot.Expiry?.Dispose();
        slot.Material?.Release();
        _slots.Remove(key);
    }

    private sealed class Slot(long began)
    {
        public long Began => began;

        public Lazy<Task<DataKeyMaterial>> Load { get; set; } = null!;

        public ITimer? Expiry { get; set; }

        public DataKeyMaterial? Material { get; set; }

        public bool Dropped { get; set; }
    }
}
