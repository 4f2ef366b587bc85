using System.Security.Cryptography;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;

namespace Portal.Platform.Tests.Secrets.KeyRing;

public sealed class LocalKeyRingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("portal-ring-").FullName;
    private readonly RingFixture _shared;

    public LocalKeyRingTests(RingFixture shared) => _shared = shared;

    private string Folder => Path.Combine(_root, "ring");

    [Fact]
    public async Task SignAsync_Message_VerifiesAlsoAfterARestart()
    {
        AttestationSignature signature;
        using (var ring = Ring())
        {
            signature = await ring.SignAsync(new byte[] { 1, 2 }, CancellationToken.None);
            Assert.Equal(("local://keyring/signing/1", 64), (signature.Kid, signature.Value.Length));
        }

        using var again = Ring();
        Assert.True(await again.VerifyAsync(signature, new byte[] { 1, 2 }, CancellationToken.None));
        Assert.False(await again.VerifyAsync(signature, new byte[] { 1, 3 }, CancellationToken.None));
        Assert.False(await again.VerifyAsync(signature with { Value = signature.Value[..63] }, new byte[] { 1, 2 }, CancellationToken.None));
        Assert.False(await again.VerifyAsync(signature with { Kid = "local://keyring/signing/2" }, new byte[] { 1, 2 }, CancellationToken.None));
        Assert.False(await again.VerifyAsync(signature with { Kid = "https://vault.example/keys/signing/1" }, new byte[] { 1, 2 }, CancellationToken.None));
    }

    [Fact]
    public async Task SignAsync_ManyAtOnceInTwoProcesses_UseOneKey()
    {
        using var one = Ring();
        using var two = Ring();
        var kids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).SignAsync(new byte[] { 1 }, CancellationToken.None))));
        Assert.Single(Directory.GetFiles(Folder));
        Assert.All(kids, signature => Assert.True(two.VerifyAsync(signature, new byte[] { 1 }, CancellationToken.None).Result));
    }

    [Fact]
    public async Task CurrentKidAsync_TwoOrganizations_HaveTheirOwnRsa3072Key()
    {
        var one = await _shared.Ring.CurrentKidAsync(RingFixture.Organization, CancellationToken.None);
        var two = await _shared.Ring.CurrentKidAsync(RingFixture.Other, CancellationToken.None);
        Assert.Equal($"local://keyring/org-{RingFixture.Organization:D}/1", one);
        var wrapped = _shared.Ring.Resolve(one).WrapKey("RSA-OAEP-256", new byte[] { 1, 2, 3 });
        Assert.Equal(384, wrapped.Length);
        var unwrapped = _shared.Ring.Resolve(one).UnwrapKey("RSA-OAEP-256", wrapped);
        Assert.Equal([1, 2, 3], unwrapped);
        // Pinned: where the collector never moves anything.
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(unwrapped));
        Assert.ThrowsAny<CryptographicException>(() => _shared.Ring.Resolve(two).UnwrapKey("RSA-OAEP-256", wrapped));
        var refused = Assert.Throws<NotSupportedException>(() => _shared.Ring.Resolve(one).WrapKey("RSA1_5", new byte[] { 1 }));
        Assert.Equal("Only RSA-OAEP-256 wraps here, not RSA1_5.", refused.Message);
    }

    [Fact]
    public async Task CurrentKidAsync_SeveralVersions_IsTheNewestByNumber()
    {
        using var ring = Ring();
        var folder = new KeyRingFolder(Folder);
        foreach (var version in new[] { 2, 10, 9 })
        {
            Assert.True(folder.TryCreate(new LocalKeyId(LocalKeyId.OrganizationName(RingFixture.Organization), version).FileName, [1]));
        }

        Assert.EndsWith("/10", await ring.CurrentKidAsync(RingFixture.Organization, CancellationToken.None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signing-7.pkcs8")]
    [InlineData("signing.old.pkcs8")]
    [InlineData("signing.0.pkcs8")]
    [InlineData("signing.7.pkcs8.bak")]
    public async Task EnsureSigningKeyAsync_FilesThatAreNoVersion_DoNotCount(string stray)
    {
        using var ring = Ring();
        Assert.True(new KeyRingFolder(Folder).TryCreate(stray, [1]));
        Assert.Equal("local://keyring/signing/1", await ring.EnsureSigningKeyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Provisioning_RotatesAndDestroysKeys_OldVersionsUnwrapUntilThen()
    {
        using var ring = Ring();
        var first = await ring.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, CancellationToken.None);
        Assert.Equal(first, await ring.EnsureKeyEncryptionKeyAsync(RingFixture.Organization, CancellationToken.None));
        var wrapped = ring.Resolve(first).WrapKey("RSA-OAEP-256", new byte[] { 7 });
        var second = await ring.RotateKeyEncryptionKeyAsync(RingFixture.Organization, CancellationToken.None);
        Assert.EndsWith("/2", second, StringComparison.Ordinal);
        Assert.Equal(second, await ring.CurrentKidAsync(RingFixture.Organization, CancellationToken.None));
        Assert.Equal([7], ring.Resolve(first).UnwrapKey("RSA-OAEP-256", wrapped));
        await ring.DestroyKeyEncryptionKeyAsync(RingFixture.Organization, CancellationToken.None);
        Assert.ThrowsAny<CryptographicException>(() => ring.Resolve(first).UnwrapKey("RSA-OAEP-256", wrapped));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task PublicKeyAsync_SigningKey_VerifiesWhatTheRingSigned()
    {
        using var ring = Ring();
        var signature = await ring.SignAsync(new byte[] { 1, 2 }, CancellationToken.None);
        var current = (await ring.PublicKeyAsync(null, CancellationToken.None))!;
        var named = (await ring.PublicKeyAsync(signature.Kid, CancellationToken.None))!;
        Assert.Equal((signature.Kid, signature.Kid), (current.Kid, named.Kid));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(named.SubjectPublicKeyInfo, out _);
        Assert.True(key.VerifyData(new byte[] { 1, 2 }, signature.Value, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Null(await ring.PublicKeyAsync("local://keyring/signing/9", CancellationToken.None));
        Assert.Null(await ring.PublicKeyAsync("https://vault.example/keys/signing/1", CancellationToken.None));
    }

    [Theory]
    [InlineData("local://keyring/org-0190a6b2-7c1d-7e55-9a3f-000000000009/1")]
    [InlineData("local://keyring/org-0190a6b2-7c1d-7e55-9a3f-000000000001/2")]
    [InlineData("local://keyring/org-0190a6b2-7c1d-7e55-9a3f-000000000001/01")]
    [InlineData("local://keyring/org-0190A6B2-7C1D-7E55-9A3F-000000000001/1")]
    [InlineData("local://keyring/org-{0190a6b2-7c1d-7e55-9a3f-000000000001}/1")]
    [InlineData("local://keyring/signing/1")]
    [InlineData("local://keyring/../signing/1")]
    [InlineData("local://keyring//1")]
    [InlineData("local://keyring/1")]
    [InlineData("https://vault.example/keys/org/1")]
    [InlineData("")]
    public async Task Resolve_KeyThatTheRingDoesNotHave_IsRefused(string kid)
    {
        await _shared.Ring.SignAsync(new byte[] { 1 }, CancellationToken.None);
        await _shared.Ring.CurrentKidAsync(RingFixture.Organization, CancellationToken.None);
        var refused = Assert.Throws<CryptographicException>(() => _shared.Ring.Resolve(kid).UnwrapKey("RSA-OAEP-256", new byte[384]));
        Assert.Equal($"The local key ring has no key-encryption key '{kid}'.", refused.Message);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private LocalKeyRing Ring() => new(RingFixture.Options(Folder));
}
