using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.AuditLog;

public sealed class AuditLeafTests
{
    private static readonly Guid Organization = Guid.Parse("0190A6B2-7C1D-7E55-9A3F-3F1A2B3C4D5E");

    [Fact]
    public void Canonical_KnownEntry_IsTheDocumentedText()
    {
        const string expected =
            """{"action":"connection.revoked","actor":{"id":"p-1","name":"Ada \"A\""},"detailHash":"0101010101010101010101010101010101010101010101010101010101010101","instant":"2026-11-21T13:05:09.0000001Z","organization":"0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e","sequence":"9007199254740993","subject":{"id":"c-1","type":"connection"}}""";
        var entry = Entry("p-1", "Ada \"A\"", 9007199254740993);
        Assert.Equal(expected, Encoding.UTF8.GetString(AuditLeaf.Canonical(entry)));
        Assert.Equal(
            SHA256.HashData([0, .. Encoding.UTF8.GetBytes(expected)]), AuditLeaf.Hash(entry, new ArrayBufferWriter<byte>()));
    }

    [Property]
    public Property Canonical_AnyText_IsRfc8785() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var entry = Entry(text.Get, text.Get, 3);
        var expected = new JsonObject
        {
            ["organization"] = entry.OrganizationId.ToString("D"),
            ["sequence"] = entry.Sequence.ToString(CultureInfo.InvariantCulture),
            ["instant"] = InstantText.Machine(entry.At),
            ["actor"] = new JsonObject { ["name"] = text.Get, ["id"] = text.Get },
            ["action"] = entry.Action,
            ["subject"] = new JsonObject { ["type"] = entry.SubjectType, ["id"] = entry.SubjectId },
            ["detailHash"] = Convert.ToHexStringLower(entry.DetailHash),
        };
        Assert.Equal(CanonicalJson.Canonicalize(expected), AuditLeaf.Canonical(entry));
    });

    [Fact]
    public void Hash_BufferUsedBefore_IsTheSame()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var first = AuditLeaf.Hash(Entry("a", "b", 1), buffer);
        AuditLeaf.Hash(Entry("another", "one", 2), buffer);
        Assert.Equal(first, AuditLeaf.Hash(Entry("a", "b", 1), buffer));
    }

    [Fact]
    public void DetailHash_SaltAndDetail_IsTheHashOfBothJoined() =>
        Assert.Equal(SHA256.HashData([1, 2, 3, 4]), AuditLeaf.DetailHash([1, 2], [3, 4]));

    /// <summary>Short details are hashed in one call, long ones in parts; nobody can tell.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(992)]
    [InlineData(993)]
    [InlineData(70_000)]
    public void DetailHash_OfAnyLength_IsTheHashOfBothJoined(int length)
    {
        var (salt, detail) = (RandomNumberGenerator.GetBytes(AuditLeaf.SaltSize), RandomNumberGenerator.GetBytes(length));
        Assert.Equal(SHA256.HashData([.. salt, .. detail]), AuditLeaf.DetailHash(salt, detail));
    }

    private static AuditEntry Entry(string actorId, string actorName, long sequence) => new()
    {
        OrganizationId = Organization,
        Sequence = sequence,
        At = new DateTimeOffset(2026, 11, 21, 14, 5, 9, TimeSpan.FromHours(1)).AddTicks(1),
        ActorId = actorId,
        ActorName = actorName,
        Action = "connection.revoked",
        SubjectType = "connection",
        SubjectId = "c-1",
        DetailHash = [.. Enumerable.Repeat((byte)1, 32)],
    };
}
