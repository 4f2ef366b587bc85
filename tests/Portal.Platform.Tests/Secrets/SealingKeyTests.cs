using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

/// <summary>A key that is held for many seals: its own organization's only, and only until it is given back.</summary>
public sealed class SealingKeyTests(RingFixture ring) : IDisposable
{
    private static readonly SealContext Context = new(RingFixture.Organization, Guid.CreateVersion7(), SealPurposes.Credential, 1);

    private readonly SealingBench _bench = new(ring);

    [Fact]
    public async Task Seal_ManyInARow_EachOpensInItsOwnContextOnly()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var contexts = Enumerable.Range(1, 3).Select(version => Context with { Version = version }).ToArray();
        byte[][] blobs;
        using (var key = await HoldAsync())
        {
            blobs = [.. contexts.Select(c => key.Seal(c, [(byte)c.Version]))];
        }

        for (var i = 0; i < blobs.Length; i++)
        {
            Assert.Equal([(byte)(i + 1)], await _bench.OpenAsync(contexts[i], blobs[i]));
            await Assert.ThrowsAsync<SecretFaultException>(() => _bench.OpenAsync(contexts[(i + 1) % blobs.Length], blobs[i]));
        }
    }

    [Fact]
    public async Task Seal_ForAnotherOrganization_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        using var key = await HoldAsync();

        var refused = Assert.Throws<InvalidOperationException>(() => key.Seal(Context with { OrganizationId = RingFixture.Other }, [1]));
        Assert.Contains("own organization", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seal_AfterItWasGivenBack_IsRefused_AndGivingItBackTwiceIsNone()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        using var other = await HoldAsync();
        var key = await HoldAsync();
        key.Dispose();
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Seal(Context, [1]));
        // The other one holds the same data key, which one giving back twice would have zeroed.
        _bench.Sealer.Evict(RingFixture.Organization);
        Assert.Equal([2], await _bench.OpenAsync(Context, other.Seal(Context, [2])));
    }

    /// <summary>Whoever gives back the last hold on a key that the cache let go of takes it out of memory.</summary>
    [Fact]
    public void Dispose_TheLastHold_ZeroesTheKey()
    {
        var bytes = new PinnedBytes(32);
        bytes.Span.Fill(1);
        var seen = bytes.Memory;
        var key = new SealingKey(new DataKeyHold(Guid.CreateVersion7(), new DataKeyMaterial(bytes)), RingFixture.Organization);
        key.Dispose();
        Assert.Equal(new byte[32], seen.ToArray());
    }

    public void Dispose() => _bench.Dispose();

    private async Task<SealingKey> HoldAsync()
    {
        await using var db = _bench.Database.Open();
        return await _bench.Sealer.HoldAsync(db, RingFixture.Organization, CancellationToken.None);
    }
}
