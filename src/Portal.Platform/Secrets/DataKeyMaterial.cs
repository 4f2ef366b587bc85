namespace Portal.Platform.Secrets;

/// <summary>
/// An unwrapped data key that several operations may be using while the cache lets go of it: zeroed when the last of them is done.
/// Starts held once, by whoever made it.
/// </summary>
internal sealed class DataKeyMaterial(PinnedBytes key)
{
    private readonly Lock _lock = new();
    private int _holders = 1;

    /// <summary>Only between a successful <see cref="TryHold"/> (or construction) and its <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Key => key.Span;

    /// <returns>False once it was zeroed.</returns>
    public bool TryHold()
    {
        lock (_lock)
        {
            if (_holders == 0)
            {
                return false;
            }

            _holders++;
            return true;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            if (--_holders == 0)
            {
                key.Dispose();
            }
        }
    }
}

/// <summary>One operation's hold on a data key.</summary>
internal readonly struct DataKeyHold(Guid dataKeyId, DataKeyMaterial material) : IDisposable
{
    public Guid DataKeyId => dataKeyId;

    public ReadOnlySpan<byte> Key => material.Key;

    public void Dispose() => material.Release();
}
