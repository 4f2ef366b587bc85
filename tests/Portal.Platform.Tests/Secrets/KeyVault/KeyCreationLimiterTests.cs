using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyCreationLimiterTests : IDisposable
{
    private readonly FakeTimeProvider _system = new();
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
        await UntilAsync(() => passed == 20);
        _system.Advance(KeyCreationLimiter.Window - TimeSpan.FromTicks(1));
        Assert.Equal(20, passed);
        _system.Advance(TimeSpan.FromTicks(1));
        await UntilAsync(() => passed == 40);
        _system.Advance(KeyCreationLimiter.Window);
        await all;
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

    private static async Task UntilAsync(Func<bool> holds)
    {
        // Long: on a loaded machine it is others whose turn it is.
        for (var begun = Stopwatch.GetTimestamp(); !holds();)
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
    }
}
