using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

/// <summary>The hour of a data key, when its timer comes late, never, or after the key has gone.</summary>
public sealed class DataKeyExpiryTests : IDisposable
{
    private static readonly Guid Organization = Guid.CreateVersion7();
    private static readonly Guid DataKeyId = Guid.CreateVersion7();
    private readonly HeldTimers _system = new();
    private readonly List<ReadOnlyMemory<byte>> _unwrapped = [];
    private readonly DataKeyCache _cache;

    public DataKeyExpiryTests() => _cache = new DataKeyCache(_system);

    [Fact]
    public async Task Lifetime_OverWithoutItsTimer_TheKeyIsZeroedAndUnwrappedAnew()
    {
        await HoldAsync();
        _system.Advance(DataKeyCache.Lifetime - TimeSpan.FromTicks(1));
        await HoldAsync();
        Assert.Single(_unwrapped);
        _system.Advance(TimeSpan.FromTicks(1));
        await HoldAsync();
        Assert.Equal((2, true, false), (_unwrapped.Count, IsZeroed(0), IsZeroed(1)));
    }

    [Fact]
    public async Task Timer_OfAKeyThatWasEvicted_IsStoppedAndDoesNothingToItsSuccessor()
    {
        await HoldAsync();
        _cache.Evict(Organization);
        await HoldAsync();
        var (first, second) = (_system.Lifetimes[0], _system.Lifetimes[1]);
        Assert.Equal((true, false), (first.IsDisposed, second.IsDisposed));

        // It was about to run when it was stopped.
        first.Run();

        await HoldAsync();
        Assert.Equal((2, false), (_unwrapped.Count, IsZeroed(1)));
        second.Run();
        Assert.True(IsZeroed(1));
    }

    public void Dispose() => _cache.Dispose();

    private async Task HoldAsync()
    {
        using var hold = await _cache.HoldAsync(Organization, DataKeyId, _ =>
        {
            var key = new PinnedBytes(32);
            key.Span.Fill(1);
            _unwrapped.Add(key.Memory);
            return Task.FromResult(key);
        }, CancellationToken.None);
        Assert.Equal(1, hold.Key[0]);
    }

    private bool IsZeroed(int index) => _unwrapped[index].Span.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>A clock whose timers run only when they are told to.</summary>
    private sealed class HeldTimers : FakeTimeProvider
    {
        private readonly List<HeldTimer> _timers = [];

        /// <summary>Without those that end an unwrapping.</summary>
        public IReadOnlyList<HeldTimer> Lifetimes => [.. _timers.Where(t => t.Due == DataKeyCache.Lifetime)];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HeldTimer(() => callback(state), dueTime);
            _timers.Add(timer);
            return timer;
        }
    }

    private sealed class HeldTimer(Action run, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public bool IsDisposed { get; private set; }

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
