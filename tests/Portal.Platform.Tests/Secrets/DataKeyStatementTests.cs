using System.Text;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class DataKeyStatementTests
{
    private static readonly Guid Organization = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Guid DataKeyId = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e");

    [Fact]
    public void Attested_KnownRow_IsTheDocumentedStatement()
    {
        var row = new DataKey
        {
            OrganizationId = Organization,
            Id = DataKeyId,
            Version = 2,
            Kid = "kid",
            WrappedKey = [7],
            BindingTag = [8, 9],
            AttestationKid = "",
            Attestation = [],
            CreatedAt = new DateTimeOffset(0x0102030405060708, TimeSpan.Zero),
        };
        byte[] expected =
        [
            0, 0, 0, 30, .. "portal.data_key.attestation.v1"u8,
            0, 0, 0, 16, .. Convert.FromHexString("00112233445566778899aabbccddeeff"),
            0, 0, 0, 16, .. Convert.FromHexString("0190a6b27c1d7e559a3f3f1a2b3c4d5e"),
            0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 2,
            0, 0, 0, 3, .. "kid"u8,
            0, 0, 0, 1, 7,
            0, 0, 0, 2, 8, 9,
            0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8,
        ];
        Assert.Equal(expected, DataKeyStatement.Attested(row, row.WrappedKey));
    }

    /// <summary>Half a character would be written as a mark that stands for any: two texts, one statement.</summary>
    [Fact]
    public void BindingTag_OfAKidThatIsNoUnicode_IsRefused() =>
        Assert.Throws<EncoderFallbackException>(() => DataKeyStatement.BindingTag(new byte[32], Organization, DataKeyId, "kid\ud800"));

    /// <summary>The tag was made with Python's cryptography 48 from the documented format.</summary>
    [Fact]
    public void BindingTag_KnownKey_IsTheDocumentedMac() => Assert.Equal(
        "0e176eeca9b23de763203e066dc05ce5978bf7e898ea6630fad02ddcce8d1318",
        Convert.ToHexStringLower(DataKeyStatement.BindingTag(
            [.. Enumerable.Range(0, 32).Select(i => (byte)i)], Organization, DataKeyId, "local://keyring/org-1/1")));
}
