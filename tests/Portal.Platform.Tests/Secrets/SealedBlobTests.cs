using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class SealedBlobTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Guid DataKeyId = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e");
    private static readonly SealContext Context = new(
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100"), SealPurposes.Credential, 3);

    /// <summary>Made with Python's cryptography 48 from the documented format: salt and nonce are SHA-256 of "salt" and "nonce".</summary>
    private const string KnownBlob = "01010190a6b27c1d7e559a3f3f1a2b3c4d5e63479ad69a090b258277ec8fba6f99419a2ffb248981510657c944ccd1148e976c45feb555aa4df6c7d7aa56fbe8a1532e847343878524eeb5b1ed9cf6cadea778377b525757b494427f89018e6a241250af0dbd5e70bba0ef67ec363603ba9e723ba01a";

    [Fact]
    public void Open_KnownBlob_GivesItsSecret() =>
        Assert.Equal("a secret", Opened(DataKey, DataKeyId, Context, Convert.FromHexString(KnownBlob)));

    [Fact]
    public void Seal_Secret_IsWhatTheReferenceOpens()
    {
        var blob = SealedBlob.Seal(DataKey, DataKeyId, Context, "a secret"u8);
        Assert.Equal(SealedBlob.Overhead + 8, blob.Length);
        Assert.Equal(110, SealedBlob.Overhead);
        Assert.Equal("a secret", Encoding.UTF8.GetString(Reference.Open(DataKey, blob)));
    }

    [Fact]
    public void Seal_Twice_SharesNothingButTheHeader()
    {
        var (one, two) = (SealedBlob.Seal(DataKey, DataKeyId, Context, "a secret"u8), SealedBlob.Seal(DataKey, DataKeyId, Context, "a secret"u8));
        Assert.Equal(one[..18], two[..18]);
        Assert.NotEqual(one[18..50], two[18..50]);
        Assert.NotEqual(one[50..82], two[50..82]);
        Assert.NotEqual(one[82..94], two[82..94]);
        Assert.NotEqual(one[94..], two[94..]);
    }

    [Property(MaxTest = 200)]
    public Property Open_WhatWasSealed_IsUnchanged() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), plaintext =>
    {
        using var opened = SealedBlob.Open(DataKey, DataKeyId, Context, SealedBlob.Seal(DataKey, DataKeyId, Context, plaintext));
        Assert.Equal(plaintext, opened!.Span.ToArray());
    });

    [Fact]
    public void Open_AnyBitOfTheBlobFlipped_IsRefused()
    {
        var blob = SealedBlob.Seal(DataKey, DataKeyId, Context, "a secret"u8);
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var flipped = blob.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, flipped));
        }
    }

    [Property(MaxTest = 200)]
    public Property Open_AnyBytes_IsRefused() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, bytes));
        Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, [.. Convert.FromHexString(KnownBlob), .. bytes, 0]));
    });

    [Fact]
    public void Open_Truncated_IsRefused()
    {
        var blob = Convert.FromHexString(KnownBlob);
        Assert.All(Enumerable.Range(0, blob.Length), length => Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, blob.AsSpan(0, length))));
    }

    public static TheoryData<SealContext> OtherContexts() =>
    [
        Context with { OrganizationId = Guid.Parse("00112233-4455-6677-8899-aabbccddeefe") },
        Context with { ConnectionId = Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221101") },
        Context with { ConnectionId = Context.OrganizationId, OrganizationId = Context.ConnectionId },
        Context with { Purpose = SealPurposes.SubjectIds },
        Context with { Purpose = Context.Purpose + " " },
        Context with { Purpose = "" },
        Context with { Version = 2 },
        Context with { Version = 4 },
    ];

    [Theory]
    [MemberData(nameof(OtherContexts), DisableDiscoveryEnumeration = true)]
    public void Open_InAnotherContext_IsRefused(SealContext other) =>
        Assert.Null(SealedBlob.Open(DataKey, DataKeyId, other, Convert.FromHexString(KnownBlob)));

    [Fact]
    public void Open_UnderAnotherKeyOrKeyId_IsRefused()
    {
        var blob = Convert.FromHexString(KnownBlob);
        Assert.Null(SealedBlob.Open([.. DataKey[..31], 0], DataKeyId, Context, blob));
        Assert.Null(SealedBlob.Open(DataKey, Guid.Parse("0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5f"), Context, blob));
    }

    /// <summary>
    /// Without the commitment GCM would open this one: its tag is right for what it holds, but nothing ties it to the data key.
    /// </summary>
    [Fact]
    public void Open_RightTagWithoutTheCommitment_IsRefused()
    {
        var blob = Reference.Seal(DataKey, "a secret"u8);
        Assert.Equal("a secret", Opened(DataKey, DataKeyId, Context, blob));
        blob[50] ^= 1;
        Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, blob));
    }

    [Fact]
    public void Open_RightCommitmentWithoutTheContext_IsRefused() =>
        Assert.Null(SealedBlob.Open(DataKey, DataKeyId, Context, Reference.Seal(DataKey, "a secret"u8, associated: [])));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    public void TryReadDataKeyId_UnknownVersionOrSuite_IsFalse(int at, byte value)
    {
        var blob = Convert.FromHexString(KnownBlob);
        Assert.True(SealedBlob.TryReadDataKeyId(blob, out var id));
        Assert.Equal(DataKeyId, id);
        blob[at] = value;
        Assert.False(SealedBlob.TryReadDataKeyId(blob, out _));
    }

    private static string? Opened(byte[] dataKey, Guid dataKeyId, SealContext context, byte[] blob)
    {
        using var opened = SealedBlob.Open(dataKey, dataKeyId, context, blob);
        return opened is null ? null : Encoding.UTF8.GetString(opened.Span);
    }

    /// <summary>The format written down a second time, from its description and in hex, for exactly the context above.</summary>
    private static class Reference
    {
        private static readonly byte[] Bound =
        [
            0, 0, 0, 14, .. "portal.seal.v1"u8,
            0, 0, 0, 2, 1, 1,
            0, 0, 0, 16, .. Convert.FromHexString("00112233445566778899aabbccddeeff"),
            0, 0, 0, 16, .. Convert.FromHexString("ffeeddccbbaa99887766554433221100"),
            0, 0, 0, 21, .. "connection.credential"u8,
            0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 3,
            0, 0, 0, 16, .. Convert.FromHexString("0190a6b27c1d7e559a3f3f1a2b3c4d5e"),
        ];

        public static byte[] Seal(byte[] dataKey, ReadOnlySpan<byte> plaintext, byte[]? associated = null)
        {
            var (salt, nonce) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12));
            var derived = Derive(dataKey, salt);
            var (ciphertext, tag) = (new byte[plaintext.Length], new byte[16]);
            using var aes = new AesGcm(derived[..32], 16);
            aes.Encrypt(nonce, plaintext, ciphertext, tag, associated ?? Bound);
            return [1, 1, .. Convert.FromHexString("0190a6b27c1d7e559a3f3f1a2b3c4d5e"), .. salt, .. derived[32..], .. nonce, .. ciphertext, .. tag];
        }

        public static byte[] Open(byte[] dataKey, byte[] blob)
        {
            Assert.Equal([1, 1, .. Convert.FromHexString("0190a6b27c1d7e559a3f3f1a2b3c4d5e")], blob[..18]);
            var derived = Derive(dataKey, blob[18..50]);
            Assert.Equal(derived[32..], blob[50..82]);
            var plaintext = new byte[blob.Length - 110];
            using var aes = new AesGcm(derived[..32], 16);
            aes.Decrypt(blob[82..94], blob[94..^16], blob[^16..], plaintext, Bound);
            return plaintext;
        }

        /// <summary>RFC 5869 by hand: one block of SHA-512 is the 64 bytes.</summary>
        private static byte[] Derive(byte[] dataKey, byte[] salt) =>
            HMACSHA512.HashData(HMACSHA512.HashData(salt, dataKey), (byte[])[.. Bound, 1]);
    }
}
