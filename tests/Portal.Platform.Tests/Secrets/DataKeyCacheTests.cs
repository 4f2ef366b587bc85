using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class DataKeyCacheTests : IDisposable
{
    private static readonly Guid Organization = Guid.CreateVersion7();
    private static readonly Guid DataKeyId = Guid.CreateVersion7();
    private readonly FakeTimeProvider _system = new();
    private readonly List<ReadOnlyMemory<byte>> _unwrapped = [];
    private readonly DataKeyCache _cache;

    public DataKeyCacheTests() => _cache = new DataKeyCache(_system);

    [Fact]
    public async Task HoldAsync_Again_DoesNotUnwrapAgain()
    {
        using (var hold = await HoldAsync())
        {
            Assert.Equal(DataKeyId, hold.DataKeyId);
            Assert.Equal(Enumerable.Repeat((byte)1, 32), hold.Key.ToArray());
        }

        (await HoldAsync()).Dispose();
        Assert.Single(_unwrapped);
    }

    [Fact]
    public async Task HoldAsync_ManyAtOnce_UnwrapOnce()
    {
        var gate = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 50).Select(_ => HoldAsync(gate.Task)).ToList();
        gate.SetResult();
        foreach (var hold in await Task.WhenAll(waiting))
        {
            hold.Dispose();
        }

        Assert.Single(_unwrapped);
    }

    [Fact]
    public async Task HoldAsync_OneCallerGivesUp_TheOthersStillGetIt()
    {
        var gate = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var first = _cache.HoldAsync(Organization, DataKeyId, _ => UnwrapAsync(gate.Task), impatient.Token);
        var second = HoldAsync(gate.Task);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        (await second).Dispose();
        Assert.Single(_unwrapped);
    }

    [Fact]
    public async Task Lifetime_Over_TheKeyIsZeroedWithoutBeingAskedFor()
    {
        (await HoldAsync()).Dispose();
        _system.Advance(DataKeyCache.Lifetime - TimeSpan.FromTicks(1));
        (await HoldAsync()).Dispose();
        Assert.False(IsZeroed(0));
        _system.Advance(TimeSpan.FromTicks(1));
        Assert.True(IsZeroed(0));
        (await HoldAsync()).Dispose();
        Assert.Equal(2, _unwrapped.Count);
    }

    [Fact]
    public async Task Lifetime_OverWhileTheKeyIsUsed_IsZeroedWhenTheLastUseEnds()
    {
        var (one, two) = (await HoldAsync(), await HoldAsync());
        _system.Advance(DataKeyCache.Lifetime);
        Assert.Equal(1, two.Key[0]);
        one.Dispose();
        Assert.Equal(1, two.Key[0]);
        two.Dispose();
        Assert.True(IsZeroed(0));
    }

    [Fact]
    public async Task Evict_Organization_ZeroesItsKeysOnly()
    {
        var other = Guid.CreateVersion7();
        (await HoldAsync()).Dispose();
        (await _cache.HoldAsync(other, DataKeyId, _ => UnwrapAsync(Task.CompletedTask), CancellationToken.None)).Dispose();
        _cache.Evict(Organization);
        Assert.Equal((true, false), (IsZeroed(0), IsZeroed(1)));
        (await HoldAsync()).Dispose();
        Assert.Equal(3, _unwrapped.Count);
    }

    [Fact]
    public async Task Evict_WhileUnwrapping_TheKeyIsNotUsedAndAskedForAgain()
    {
        var gate = new TaskCompletionSource();
        var waiting = HoldAsync(gate.Task);
        _cache.Evict(Organization);
        gate.SetResult();
        using var hold = await waiting;
        Assert.Equal((2, true, false), (_unwrapped.Count, IsZeroed(0), IsZeroed(1)));
    }

    [Fact]
    public async Task HoldAsync_AfterAFailure_TriesAgain()
    {
        await Assert.ThrowsAsync<IOException>(() =>
            _cache.HoldAsync(Organization, DataKeyId, _ => throw new IOException("vault gone"), CancellationToken.None));
        (await HoldAsync()).Dispose();
        Assert.Single(_unwrapped);
    }

    [Fact]
    public async Task HoldAsync_ManyKeys_UnwrapTwentyAtATime()
    {
        var gate = new TaskCompletionSource();
        var begun = 0;
        var waiting = Enumerable.Range(0, 30).Select(_ => _cache.HoldAsync(Guid.CreateVersion7(), DataKeyId, _ =>
        {
            Interlocked.Increment(ref begun);
            return UnwrapAsync(gate.Task);
        }, CancellationToken.None)).ToList();
        Assert.Equal(20, begun);
        gate.SetResult();
        foreach (var hold in await Task.WhenAll(waiting))
        {
            hold.Dispose();
        }

        Assert.Equal(30, begun);
    }

    [Fact]
    public async Task HoldAsync_VaultNeverAnswers_EndsByItself()
    {
        var waiting = _cache.HoldAsync(Organization, DataKeyId, async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Never reached.");
        }, CancellationToken.None);
        _system.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("The data key was not unwrapped within 30 s.", (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message);
        (await HoldAsync()).Dispose();
    }

    /// <summary>Whoever had to wait for a turn gave up as little as those who had theirs: it is the vault that did not answer.</summary>
    [Fact]
    public async Task HoldAsync_VaultAnswersNobody_EndsByItselfAlsoForWhomNoTurnCame()
    {
        var waiting = Enumerable.Range(0, DataKeyCache.MaxInFlight + 1).Select(_ => _cache.HoldAsync(Guid.CreateVersion7(), DataKeyId, async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Never reached.");
        }, CancellationToken.None)).ToList();
        _system.Advance(TimeSpan.FromSeconds(30));
        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => one);
        }

        (await HoldAsync()).Dispose();
    }

    [Fact]
    public async Task Dispose_Cache_ZeroesEverything()
    {
        (await HoldAsync()).Dispose();
        _cache.Dispose();
        Assert.True(IsZeroed(0));
    }

    public void Dispose() => _cache.Dispose();

    private Task<DataKeyHold> HoldAsync(Task? gate = null) =>
        _cache.HoldAsync(Organization, DataKeyId, _ => UnwrapAsync(gate ?? Task.CompletedTask), CancellationToken.None);

    private async Task<PinnedBytes> UnwrapAsync(Task gate)
    {
        await gate;
        var key = new PinnedBytes(32);
        key.Span.Fill(1);
        lock (_unwrapped)
        {
            _unwrapped.Add(key.Memory);
        }

        return key;
    }

    private bool IsZeroed(int index) => _unwrapped[index].Span.IndexOfAnyExcept((byte)0) < 0;
}
