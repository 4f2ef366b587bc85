using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class PseudonymizerTests : IDisposable
{
    private static readonly Guid Connection = Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100");
    private readonly SealingBench _bench;

    public PseudonymizerTests(RingFixture ring) => _bench = new SealingBench(ring);

    [Fact]
    public async Task Pseudonym_AfterARestart_IsTheSame()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var before = await PseudonymAsync(RingFixture.Organization, Connection, "4711");
        _bench.Sealer.Evict(RingFixture.Organization);
        Assert.Equal(before, await PseudonymAsync(RingFixture.Organization, Connection, "4711"));
        Assert.Matches("^[0-9a-f]{32}$", before);
    }

    [Fact]
    public async Task OpenPseudonymsAsync_InTheTransactionThatMadeTheKeys_IsTheOrganizationsOwn()
    {
        await using var db = _bench.Database.Open();
        await _bench.Organizations.CreateAsync(db, RingFixture.Other, CancellationToken.None);
        await _bench.Organizations.CreateAsync(db, RingFixture.Organization, CancellationToken.None);
        string before;
        using (var pseudonyms = await _bench.Organizations.OpenPseudonymsAsync(db, RingFixture.Organization, CancellationToken.None))
        {
            before = pseudonyms.Pseudonym(Connection, "4711");
        }

        await db.SaveChangesAsync();
        Assert.Equal(before, await PseudonymAsync(RingFixture.Organization, Connection, "4711"));
    }

    [Fact]
    public async Task Pseudonym_OtherPersonConnectionOrOrganization_IsAnother()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await _bench.CreateKeysAsync(RingFixture.Other);
        var all = new[]
        {
            await PseudonymAsync(RingFixture.Organization, Connection, "4711"), await PseudonymAsync(RingFixture.Organization, Connection, "4712"),
            await PseudonymAsync(RingFixture.Organization, RingFixture.Other, "4711"), await PseudonymAsync(RingFixture.Other, Connection, "4711"),
        };
        Assert.Equal(4, all.Distinct().Count());
    }

    [Fact]
    public void Pseudonym_KnownKey_IsTheDocumentedMac()
    {
        var key = new PinnedBytes(32);
        key.Span.Fill(9);
        using var pseudonyms = new Pseudonymizer(new OpenedSecret(key));
        byte[] message =
        [
            0, 0, 0, 19, .. "portal.pseudonym.v1"u8, 0, 0, 0, 16, .. Convert.FromHexString("ffeeddccbbaa99887766554433221100"), 0, 0, 0, 4, .. "4711"u8,
        ];
        var mac = HMACSHA256.HashData(Enumerable.Repeat((byte)9, 32).ToArray(), message);
        Assert.Equal(Convert.ToHexStringLower(mac)[..32], pseudonyms.Pseudonym(Connection, "4711"));
    }

    [Fact]
    public async Task Pseudonym_Disposed_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await using var db = _bench.Database.Open();
        var pseudonyms = await _bench.Organizations.OpenPseudonymsAsync(db, RingFixture.Organization, CancellationToken.None);
        pseudonyms.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pseudonyms.Pseudonym(Connection, "4711"));
    }

    [Fact]
    public async Task OpenPseudonymsAsync_OrganizationWithoutKeys_IsRefused() => Assert.Equal(
        SecretFault.NoPseudonymKey,
        (await Assert.ThrowsAsync<SecretFaultException>(() => PseudonymAsync(RingFixture.Organization, Connection, "4711"))).Fault);

    [Fact]
    public async Task OpenPseudonymsAsync_KeyOfAnotherOrganizationPutThere_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await _bench.CreateKeysAsync(RingFixture.Other);
        await using (var db = _bench.Database.Open())
        {
            var theirs = await db.Set<PseudonymKey>().AsNoTracking().SingleAsync(k => k.OrganizationId == RingFixture.Other);
            (await db.Set<PseudonymKey>().SingleAsync(k => k.OrganizationId == RingFixture.Organization)).Sealed = theirs.Sealed;
            await db.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<SecretFaultException>(() => PseudonymAsync(RingFixture.Organization, Connection, "4711"));
    }

    public void Dispose() => _bench.Dispose();

    private async Task<string> PseudonymAsync(Guid organization, Guid connection, string subject)
    {
        await using var db = _bench.Database.Open();
        using var pseudonyms = await _bench.Organizations.OpenPseudonymsAsync(db, organization, CancellationToken.None);
        return pseudonyms.Pseudonym(connection, subject);
    }
}
