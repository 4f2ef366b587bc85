using System.Security.Cryptography;
using System.Text.Json;
using Azure.Core.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class SecretSealerTests : IDisposable
{
    private static readonly SealContext Context = new(RingFixture.Organization, Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100"), SealPurposes.Credential, 1);
    private readonly SealingBench _bench;

    public SecretSealerTests(RingFixture ring) => _bench = new SealingBench(ring);

    [Fact]
    public async Task OpenAsync_AfterARestart_GivesWhatWasSealed()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1, 2, 3]);
        _bench.Sealer.Evict(RingFixture.Organization);
        Assert.Equal([1, 2, 3], await _bench.OpenAsync(Context, blob));
    }

    [Fact]
    public async Task CreateAsync_SealedInTheSameTransaction_OpensAfterwards()
    {
        await using var db = _bench.Database.Open();
        await _bench.Organizations.CreateAsync(db, RingFixture.Organization, CancellationToken.None);
        var blob = await _bench.Sealer.SealAsync(db, Context, new byte[] { 7 }, CancellationToken.None);
        await db.SaveChangesAsync();
        _bench.Sealer.Evict(RingFixture.Organization);
        Assert.Equal([7], await _bench.OpenAsync(Context, blob));
    }

    [Fact]
    public async Task CreateAsync_DataKey_IsWrappedWithTheOrganizationsOwnKey()
    {
        var created = await _bench.CreateKeysAsync(RingFixture.Organization);
        Assert.Equal($"local://keyring/org-{RingFixture.Organization:D}/1", created.Kid);
        await using var db = _bench.Database.Open();
        var row = await db.Set<DataKey>().SingleAsync();
        Assert.Equal((created.DataKeyId, 1, DataKeyState.Active, created.Kid), (row.Id, row.Version, row.State, row.Kid));
        Assert.Equal(_bench.System.GetUtcNow(), row.CreatedAt);
        Assert.Equal((384, 32, 64), (row.WrappedKey!.Length, row.BindingTag.Length, row.Attestation.Length));
        Assert.Equal("local://keyring/signing/1", row.AttestationKid);
        Assert.Equal(1, _bench.Keys.Count("wrap RSA-OAEP-256"));
    }

    [Fact]
    public async Task CreateAsync_OrganizationThatHasKeys_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.CreateKeysAsync(RingFixture.Organization));
        Assert.Equal("The organization has a data key.", refused.Message);
    }

    [Fact]
    public async Task CreateAsync_TwiceAtOnce_OnlyOneIsSaved()
    {
        await using var one = _bench.Database.Open();
        await using var two = _bench.Database.Open();
        await _bench.DataKeys.CreateAsync(one, RingFixture.Organization, CancellationToken.None);
        await _bench.DataKeys.CreateAsync(two, RingFixture.Organization, CancellationToken.None);
        await one.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateException>(() => two.SaveChangesAsync());
    }

    [Fact]
    public async Task OpenAsync_BlobOfAnotherOrganization_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await _bench.CreateKeysAsync(RingFixture.Other);
        var blob = await _bench.SealAsync(Context, [1]);
        await RefusedAsync(SecretFault.UnknownDataKey, Context with { OrganizationId = RingFixture.Other }, blob);
    }

    [Fact]
    public async Task OpenAsync_BlobPutBackAfterReplacement_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await RefusedAsync(SecretFault.SealBroken, Context with { Version = 2 }, await _bench.SealAsync(Context, [1]));
    }

    [Fact]
    public async Task OpenAsync_NoBlobAtAll_IsRefused() => await RefusedAsync(SecretFault.MalformedBlob, Context, [1, 1, 1]);

    [Fact]
    public async Task SealAsync_OrganizationWithoutKeys_IsRefused() =>
        Assert.Equal(SecretFault.NoActiveDataKey, (await Assert.ThrowsAsync<SecretFaultException>(() => _bench.SealAsync(Context, [1]))).Fault);

    /// <summary>RSA-OAEP needs the public key only: this row would unwrap, and its binding tag would hold.</summary>
    [Fact]
    public async Task OpenAsync_DataKeyPlantedByWhoeverWritesTheTable_IsRefusedBeforeItIsUnwrapped()
    {
        var created = await _bench.CreateKeysAsync(RingFixture.Organization);
        var known = RandomNumberGenerator.GetBytes(32);
        var kek = await ((IKeyEncryptionKeyResolver)_bench.Keys).ResolveAsync(created.Kid);
        await using (var db = _bench.Database.Open())
        {
            var row = await db.Set<DataKey>().SingleAsync();
            row.WrappedKey = await kek.WrapKeyAsync("RSA-OAEP-256", known);
            row.BindingTag = DataKeyStatement.BindingTag(known, row.OrganizationId, row.Id, row.Kid);
            await db.SaveChangesAsync();
        }

        _bench.Sealer.Evict(RingFixture.Organization);
        _bench.Keys.Calls.Clear();
        await RefusedAsync(SecretFault.AttestationRefused, Context, SealedBlob.Seal(known, created.DataKeyId, Context, [1]));
        Assert.Equal(["verify"], _bench.Keys.Calls);
        Assert.Equal(SecretFault.AttestationRefused, (await Assert.ThrowsAsync<SecretFaultException>(() => _bench.SealAsync(Context, [1]))).Fault);
    }

    [Theory]
    [InlineData("Version = 2")]
    [InlineData("Kid = 'local://keyring/org-0190a6b2-7c1d-7e55-9a3f-000000000002/1'")]
    [InlineData("WrappedKey = zeroblob(384)")]
    [InlineData("BindingTag = zeroblob(32)")]
    [InlineData("Attestation = zeroblob(64)")]
    [InlineData("Attestation = x''")]
    [InlineData("AttestationKid = 'local://keyring/signing/2'")]
    [InlineData("AttestationKid = 'local://keyring/org-0190a6b2-7c1d-7e55-9a3f-000000000001/1'")]
    [InlineData("AttestationKid = '../signing.1.pkcs8'")]
    [InlineData("CreatedAt = CreatedAt + 1")]
    public async Task OpenAsync_DataKeyRowChanged_IsRefusedBeforeItIsUnwrapped(string change)
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1]);
        Assert.Equal(1, _bench.Database.Tamper("UPDATE DataKeys SET " + change));
        _bench.Sealer.Evict(RingFixture.Organization);
        _bench.Keys.Calls.Clear();
        await RefusedAsync(SecretFault.AttestationRefused, Context, blob);
        Assert.Equal(["verify"], _bench.Keys.Calls);
    }

    [Fact]
    public async Task OpenAsync_DataKeyRowsExchangedBetweenOrganizations_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        await _bench.CreateKeysAsync(RingFixture.Other);
        var blob = await _bench.SealAsync(Context, [1]);
        _bench.Database.Tamper(
            "DELETE FROM DataKeys WHERE OrganizationId LIKE '%1'; UPDATE DataKeys SET OrganizationId = "
            + $"'{RingFixture.Organization.ToString("D").ToUpperInvariant()}', Id = '{new Guid(blob.AsSpan(2, 16), bigEndian: true).ToString("D").ToUpperInvariant()}'");
        _bench.Sealer.Evict(RingFixture.Organization);
        await RefusedAsync(SecretFault.AttestationRefused, Context, blob);
    }

    [Fact]
    public async Task OpenAsync_VaultAnswersWithAnotherKey_IsRefused()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1]);
        var kid = $"local://keyring/org-{RingFixture.Organization:D}/1";
        await ExchangedAsync(SecretFault.UnwrapRefused, key => new ScriptedKey(kid + "0", () => new byte[32]), blob);
        await ExchangedAsync(SecretFault.UnwrapRefused, key => new ScriptedKey(kid, () => throw new CryptographicException()), blob);
        await ExchangedAsync(SecretFault.BindingRefused, key => new ScriptedKey(kid, () => new byte[32]), blob);
        await ExchangedAsync(SecretFault.BindingRefused, key => new ScriptedKey(kid, () => new byte[31]), blob);
    }

    [Fact]
    public async Task OpenAsync_UnwrappedKeyHandedOver_IsZeroedWhereItCameFrom()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1]);
        var handed = RandomNumberGenerator.GetBytes(32);
        await ExchangedAsync(SecretFault.BindingRefused, key => new ScriptedKey(key.KeyId, () => handed), blob);
        Assert.Equal(new byte[32], handed);
    }

    [Fact]
    public async Task OpenAsync_DecryptOnlyKey_OpensButDoesNotSeal()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1]);
        await SetAsync(key => key.State = DataKeyState.DecryptOnly);
        Assert.Equal([1], await _bench.OpenAsync(Context, blob));
        Assert.Equal(SecretFault.NoActiveDataKey, (await Assert.ThrowsAsync<SecretFaultException>(() => _bench.SealAsync(Context, [1]))).Fault);
    }

    [Fact]
    public async Task OpenAsync_DestroyedKey_IsRefusedEvenWhileCached()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1]);
        await SetAsync(key => key.State = DataKeyState.Destroyed);
        await RefusedAsync(SecretFault.DataKeyDestroyed, Context, blob);
        await SetAsync(key => key.WrappedKey = null);
        await RefusedAsync(SecretFault.DataKeyDestroyed, Context, blob);
        // Whoever only turns the state back has nothing to open with.
        await SetAsync(key => key.State = DataKeyState.Active);
        await RefusedAsync(SecretFault.DataKeyDestroyed, Context, blob);
    }

    [Fact]
    public async Task OpenedSecret_Disposed_IsZeroedAndGone()
    {
        await _bench.CreateKeysAsync(RingFixture.Organization);
        var blob = await _bench.SealAsync(Context, [1, 2, 3]);
        await using var db = _bench.Database.Open();
        var secret = await _bench.Sealer.OpenAsync(db, Context, blob, CancellationToken.None);
        var bytes = secret.Bytes;
        Assert.Equal("[secret]", secret.ToString());
        Assert.Equal("{}", JsonSerializer.Serialize(secret));
        Assert.Equal([1, 2, 3], bytes.ToArray());
        secret.Dispose();
        Assert.Equal(new byte[3], bytes.ToArray());
        Assert.Throws<ObjectDisposedException>(() => secret.Bytes);
    }

    [Fact]
    public void Fault_EveryKind_SaysWhatItIsInItsOwnWordsAndNamesTheOrganization()
    {
        var said = Enum.GetValues<SecretFault>().Select(fault => new SecretFaultException(fault, RingFixture.Other).Message).ToList();
        Assert.All(said, message => Assert.Matches($@"^The .+ .+\. \(organization {RingFixture.Other:D}\)$", message));
        Assert.Equal(said.Count, said.Distinct().Count());
    }

    public void Dispose() => _bench.Dispose();

    private async Task RefusedAsync(SecretFault fault, SealContext context, byte[] blob)
    {
        var refused = await Assert.ThrowsAsync<SecretFaultException>(() => _bench.OpenAsync(context, blob));
        Assert.Equal((fault, context.OrganizationId), (refused.Fault, refused.OrganizationId));
    }

    private async Task ExchangedAsync(SecretFault fault, Func<IKeyEncryptionKey, IKeyEncryptionKey> exchange, byte[] blob)
    {
        _bench.Sealer.Evict(RingFixture.Organization);
        _bench.Keys.Exchange = exchange;
        await RefusedAsync(fault, Context, blob);
    }

    private async Task SetAsync(Action<DataKey> change)
    {
        await using var db = _bench.Database.Open();
        change(await db.Set<DataKey>().SingleAsync());
        await db.SaveChangesAsync();
    }
}
