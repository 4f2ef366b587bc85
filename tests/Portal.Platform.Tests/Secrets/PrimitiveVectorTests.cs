using System.Security.Cryptography;
using System.Text.Json;

namespace Portal.Platform.Tests.Secrets;

/// <summary>The primitives under the seal against Wycheproof: on another machine another library may stand behind them.</summary>
public sealed class PrimitiveVectorTests
{
    [Fact]
    public void AesGcm_Vectors_AreAnsweredAsExpected()
    {
        var seen = 0;
        foreach (var (group, test) in Tests("aes_gcm", g => Number(g, "ivSize") == 96 && Number(g, "tagSize") == 128))
        {
            using var aes = new AesGcm(Hex(test, "key"), Number(group, "tagSize") / 8);
            var plaintext = new byte[Hex(test, "ct").Length];
            Answers(test, () =>
            {
                aes.Decrypt(Hex(test, "iv"), Hex(test, "ct"), Hex(test, "tag"), plaintext, Hex(test, "aad"));
                return plaintext.AsSpan().SequenceEqual(Hex(test, "msg"));
            });
            seen++;
        }

        Assert.Equal(197, seen);
    }

    [Fact]
    public void HkdfSha512_Vectors_AreAnsweredAsExpected()
    {
        var seen = 0;
        foreach (var (_, test) in Tests("hkdf_sha512"))
        {
            Answers(test, () => HKDF.DeriveKey(HashAlgorithmName.SHA512, Hex(test, "ikm"), Number(test, "size"), Hex(test, "salt"), Hex(test, "info"))
                .AsSpan().SequenceEqual(Hex(test, "okm")));
            seen++;
        }

        Assert.True(seen > 50, $"{seen} vectors");
    }

    [Fact]
    public void HmacSha256_Vectors_AreAnsweredAsExpected()
    {
        var seen = 0;
        foreach (var (group, test) in Tests("hmac_sha256"))
        {
            Answers(test, () => HMACSHA256.HashData(Hex(test, "key"), Hex(test, "msg")).AsSpan(0, Number(group, "tagSize") / 8)
                .SequenceEqual(Hex(test, "tag")));
            seen++;
        }

        Assert.True(seen > 100, $"{seen} vectors");
    }

    [Fact]
    public void EcdsaP256_Vectors_AreAnsweredAsExpected()
    {
        var seen = 0;
        foreach (var (group, test) in Tests("ecdsa_secp256r1_sha256_p1363"))
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Hex(group, "publicKeyDer"), out _);
            Answers(test, () => key.VerifyData(
                Hex(test, "msg"), Hex(test, "sig"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
            seen++;
        }

        Assert.True(seen > 200, $"{seen} vectors");
    }

    /// <summary>The portal's keys have 3072 bits; an older vault's may have 2048. Labels are not used here, and .NET knows none.</summary>
    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void RsaOaep256_Vectors_AreAnsweredAsExpected(int bits)
    {
        var seen = 0;
        foreach (var (group, test) in Tests($"rsa_oaep_{bits}_sha256_mgf1sha256").Where(t => Hex(t.Test, "label").Length == 0))
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(Hex(group, "privateKeyPkcs8"), out _);
            Answers(test, () => rsa.Decrypt(Hex(test, "ct"), RSAEncryptionPadding.OaepSHA256).AsSpan().SequenceEqual(Hex(test, "msg")));
            seen++;
        }

        Assert.True(seen > 20, $"{seen} vectors");
    }

    private static void Answers(JsonElement test, Func<bool> holds)
    {
        bool answer;
        try
        {
            answer = holds();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentOutOfRangeException)
        {
            answer = false;
        }

        var result = test.GetProperty("result").GetString();
        Assert.True(result == "acceptable" || answer == (result == "valid"), $"tcId {test.GetProperty("tcId")}: {result}, but answered {answer}");
    }

    private static IEnumerable<(JsonElement Group, JsonElement Test)> Tests(string name, Func<JsonElement, bool>? groups = null) =>
        from @group in Vectors.Json(Path.Combine(Vectors.Folder("wycheproof"), "testvectors_v1", name + "_test.json"))
            .GetProperty("testGroups").EnumerateArray()
        where groups is null || groups(@group)
        from test in @group.GetProperty("tests").EnumerateArray()
        select (@group, test);

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static byte[] Hex(JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);
}
