using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyCreationLimiterTests : IDisposable
{
    // Long: on a loaded machine it is others whose turn it is.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    private readonly CountedTimers _system = new();
    private readonly KeyCreationLimiter _limiter;

    public KeyCreationLimiterTests() => _limiter = new KeyCreationLimiter(KeyCreationLimiter.Software, _system);

    [Fact]
    public async Task Wait_ForMoreThanTheVaultTakes_LetsTheRestPassWindowByWindow()
    {
        var passed = 0;
        var all = Task.WhenAll(Enumerable.Range(0, 45).Select(async _ =>
        {
            await _limiter.WaitAsync(CancellationToken.None);
            Interlocked.Increment(ref passed);
        }));
        await WaitedAsync(times: 1);
        Assert.Equal(20, passed);
        _system.Advance(KeyCreationLimiter.Window - TimeSpan.FromTicks(1));
        Assert.Equal(20, passed);
        _system.Advance(TimeSpan.FromTicks(1));
        await WaitedAsync(times: 2);
        await UntilAsync(() => passed == 40);
        _system.Advance(KeyCreationLimiter.Window);
        await all.WaitAsync(Enough);
        Assert.Equal(45, passed);
    }

    [Fact]
    public async Task Wait_OfSomebodyWhoGivesUp_TakesNoTurn()
    {
        for (var i = 0; i < KeyCreationLimiter.Software; i++)
        {
            await _limiter.WaitAsync(CancellationToken.None);
        }

        using var impatient = new CancellationTokenSource();
        var waiting = _limiter.WaitAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _system.Advance(KeyCreationLimiter.Window);
        await _limiter.WaitAsync(CancellationToken.None);
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>Until one has begun to wait for the next window, for the n-th time: a clock moved on before that would find nobody to wake.</summary>
    private Task WaitedAsync(int times) => UntilAsync(() => _system.Made == times);

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var begun = Stopwatch.GetTimestamp(); !holds();)
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Enough);
            await Task.Yield();
        }
    }

    private sealed class CountedTimers : FakeTimeProvider
    {
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _made);
            return timer;
        }
    }
}
