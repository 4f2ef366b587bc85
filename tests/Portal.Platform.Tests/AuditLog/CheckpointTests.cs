using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tests.Secrets;

namespace Portal.Platform.Tests.AuditLog;

public sealed class CheckpointTests(RingFixture fixture)
{
    private static readonly CheckpointBody Body = new("portal.example/0195a000-0000-7000-8000-00000000acee", 20852163, SHA256.HashData("root"u8));

    [Fact]
    public void Text_IsWhatTheSpecificationShows()
    {
        var note = new CheckpointNote(new CheckpointBody("example.com/log42", 7, new byte[32]), [1, 2, 3, 4], [5, 6]);

        Assert.Equal(
            "example.com/log42\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 example.com/log42 AQIDBAUG\n", note.Text);
        Assert.Equal(note.Text, CheckpointNote.Parse(note.Text)!.Text);
    }

    [Fact]
    public async Task SignAsync_AnyOtherByteInTheNote_DoesNotVerify()
    {
        var (note, key) = await CheckpointSignature.SignAsync(fixture.Ring, Body, CancellationToken.None);
        Assert.True(CheckpointSignature.Verify(note, key.SubjectPublicKeyInfo));

        var bytes = Encoding.UTF8.GetBytes(note.Text);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            var changed = CheckpointNote.Parse(Encoding.UTF8.GetString(bytes));
            Assert.False(changed is not null && CheckpointSignature.Verify(changed, key.SubjectPublicKeyInfo), $"byte {i}");
            bytes[i] ^= 1;
        }

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(CheckpointSignature.Verify(note, other.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("portal/x\n07\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 portal/x AQIDBAUG\n")]
    [InlineData("portal/x\n-7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 portal/x AQIDBAUG\n")]
    [InlineData("portal/x\n7\nAAAA\n\n\u2014 portal/x AQIDBAUG\n")]
    [InlineData("portal/x\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 portal/y AQIDBAUG\n")]
    [InlineData("portal/x\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n\n\u2014 portal/x AQIDBAUG\n")]
    [InlineData("portal/x\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 portal/x AQID\n")]
    [InlineData("portal/x\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 x\n")]
    [InlineData("portal/x\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 portal/x AQIDBAUG")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.Null(CheckpointNote.Parse(text));

    [Theory]
    [InlineData("a b", 1, 32)]
    [InlineData("portal/x", 0, 32)]
    [InlineData("portal/x", 1, 31)]
    public async Task SignAsync_ABodyThatIsNoCheckpoint_IsRefusedBeforeAnythingIsSigned(string origin, long size, int root)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => CheckpointSignature.SignAsync(fixture.Ring, new CheckpointBody(origin, size, new byte[root]), CancellationToken.None));
        Assert.StartsWith("A checkpoint names", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignAsync_OfALogWithOneEntry_Verifies()
    {
        var (note, key) = await CheckpointSignature.SignAsync(fixture.Ring, Body with { Size = 1 }, CancellationToken.None);
        Assert.True(CheckpointSignature.Verify(note, key.SubjectPublicKeyInfo));
    }

    [Theory]
    [InlineData(false, "has no public half")]
    [InlineData(true, "does not verify under its own public key")]
    public async Task SignAsync_ByASignerWithoutOrWithAnotherPublicHalf_GivesNoNote(bool another, string said)
    {
        var refused = await Assert.ThrowsAsync<CryptographicException>(() => CheckpointSignature.SignAsync(new WrongHalf(fixture.Ring, another), Body, CancellationToken.None));
        Assert.Contains($"local://keyring/signing/1' {said}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Origin_IsAboutItsOrganization_AndAtMost200VisibleCharacters()
    {
        var (acme, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var body = Body with { Origin = CheckpointBody.OriginOf("portal.example", acme) };

        Assert.Equal($"portal.example/{acme:D}", body.Origin);
        Assert.Equal((true, false), (body.IsAbout(acme), body.IsAbout(other)));
        Assert.Equal((true, false, false), (CheckpointBody.IsOrigin(new string('a', 200)), CheckpointBody.IsOrigin(new string('a', 201)), CheckpointBody.IsOrigin("a\u007f")));
    }

    /// <summary>Why a signature for one is never one for the other: no message of either kind is a message of the other.</summary>
    [Fact]
    public void Message_BeginsWhereNoAttestationCan()
    {
        Assert.True(Body.Message[0] > 0x20);
        Assert.Equal(0, new LengthPrefixed().Add(new string('a', 5000)).Written[0]);
        Assert.All(new[] { "\u0000\u0000\u0000\u001eportal", "a b", "a+b", "a\nb", "", "/a", "a/", "é" }, origin => Assert.False(CheckpointBody.IsOrigin(origin)));
    }

    /// <summary>One number is as short as it gets; the other needs a zero in front, or it would be read as negative.</summary>
    [Fact]
    public void ToDer_ShortAndLongNumbers_AreWrittenAsDerWants()
    {
        var p1363 = new byte[64];
        p1363[31] = 1;
        p1363[32] = 0xff;

        Assert.Equal("3026020101022100ff" + new string('0', 62), Convert.ToHexStringLower(CheckpointSignature.ToDer(p1363)));
        Assert.Equal("3006020100020100", Convert.ToHexStringLower(CheckpointSignature.ToDer(new byte[64])));
        Assert.EndsWith("not 63.", Assert.Throws<CryptographicException>(() => CheckpointSignature.ToDer(new byte[63])).Message, StringComparison.Ordinal);
    }

    /// <summary>The commands of docs/audit-log.md, run with nothing but the note and the public key.</summary>
    [Fact]
    public async Task Note_WithOpenssl_VerifiesAndAChangedOneDoesNot()
    {
        if (!File.Exists("/usr/bin/openssl"))
        {
            Assert.Skip("openssl is not installed here.");
        }

        var folder = Directory.CreateTempSubdirectory("portal-openssl-").FullName;
        var (note, key) = await CheckpointSignature.SignAsync(fixture.Ring, Body, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, "log.checkpoint"), note.Text);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), PemEncoding.WriteString("PUBLIC KEY", key.SubjectPublicKeyInfo) + "\n");

        Assert.Equal((0, "Verified OK"), await ShellAsync(folder));

        await File.WriteAllTextAsync(Path.Combine(folder, "log.checkpoint"), note.Text.Replace("20852163", "20852164", StringComparison.Ordinal));
        Assert.NotEqual(0, (await ShellAsync(folder)).Code);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Output)> ShellAsync(string folder)
    {
        const string Commands = """
            set -e
            sed '/^$/,$d' log.checkpoint > text
            tail -n 1 log.checkpoint | cut -d ' ' -f 3 | base64 -d | tail -c +5 > signature
            openssl dgst -sha256 -verify key.pem -signature signature text
            """;
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Commands]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output.Trim());
    }

    /// <summary>Signs with the ring, and names no public key for it or somebody else's.</summary>
    private sealed class WrongHalf(IAttestationSigner signer, bool another) : IAttestationSigner
    {
        public Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => signer.SignAsync(message, cancellationToken);

        public Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
            signer.VerifyAsync(signature, message, cancellationToken);

        public Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return Task.FromResult(another ? new SigningPublicKey(kid!, key.ExportSubjectPublicKeyInfo()) : null);
        }
    }
}
