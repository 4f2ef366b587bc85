using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Canonicalize_EveryVectorOfRfc8785_GivesItsBytes()
    {
        var folder = Path.Combine(Vectors.Folder("jcs-rfc8785"), "testdata");
        var inputs = Directory.GetFiles(Path.Combine(folder, "input"), "*.json");
        Assert.Equal(6, inputs.Length);
        foreach (var input in inputs)
        {
            var hex = File.ReadAllText(Path.Combine(folder, "outhex", Path.ChangeExtension(Path.GetFileName(input), ".txt")));
            var expected = Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));
            var bytes = File.ReadAllBytes(input);
            Assert.Equal(expected, CanonicalJson.Canonicalize(bytes.AsSpan()));
            Assert.Equal(expected, CanonicalJson.Canonicalize(JsonNode.Parse(bytes)));
        }
    }

    [Property(MaxTest = 300)]
    public Property Canonicalize_ItsOwnResult_IsUnchanged() => Prop.ForAll(JsonGenerator.Nodes, node =>
    {
        var once = CanonicalJson.Canonicalize(node);
        Assert.Equal(once, CanonicalJson.Canonicalize(once.AsSpan()));
        Assert.Equal(once, CanonicalJson.Canonicalize(JsonNode.Parse(once)));
    });

    [Property(MaxTest = 300)]
    public Property Canonicalize_MembersInAnotherOrder_GivesTheSameBytes() => Prop.ForAll(JsonGenerator.Nodes, node =>
        Assert.Equal(CanonicalJson.Canonicalize(node), CanonicalJson.Canonicalize(Reversed(node))));

    [Property(MaxTest = 300)]
    public Property Canonicalize_WrittenByTheSerializer_GivesTheSameBytes() => Prop.ForAll(JsonGenerator.Nodes, node =>
    {
        var pretty = JsonSerializer.SerializeToUtf8Bytes(
            node, new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Equal(CanonicalJson.Canonicalize(node), CanonicalJson.Canonicalize(pretty.AsSpan()));
    });

    [Fact]
    public void Canonicalize_NamesOutsideTheBasicPlane_SortsByUtf16Units()
    {
        // By code points U+FB33 would come first; its UTF-16 unit is larger than a high surrogate.
        var node = new JsonObject { ["\ufb33"] = 1, ["😂"] = 2, ["é"] = 3, ["e"] = 4 };
        Assert.Equal("{\"e\":4,\"é\":3,\"😂\":2,\"\ufb33\":1}", Text(CanonicalJson.Canonicalize(node)));
    }

    [Fact]
    public void Canonicalize_ControlCharacters_EscapesTheShortWay()
    {
        var node = JsonValue.Create("\0\u0001\b\t\n\u000b\f\r\u001f \"\\/<>&'\u007f\u2028");
        Assert.Equal("\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/<>&'\u007f\u2028\"", Text(CanonicalJson.Canonicalize(node)));
    }

    [Fact]
    public void Canonicalize_EveryKindOfValueInATree_WritesItsJson()
    {
        var id = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e");
        var node = new JsonArray(
            42L, 1.5f, 0.1m, 4.50m, (byte)7, 'x', true, null, JsonValue.Create(id),
            JsonValue.Create(new DateOnly(2026, 11, 21)), 9007199254740991L, -9007199254740991L);
        Assert.Equal(
            "[42,1.5,0.1,4.5,7,\"x\",true,null,\"0190a6b2-7c1d-7e55-9a3f-3f1a2b3c4d5e\",\"2026-11-21\",9007199254740991,-9007199254740991]",
            Text(CanonicalJson.Canonicalize(node)));
    }

    [Fact]
    public void Canonicalize_InAnotherCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("[-1.5,1e-7,2.5]", Text(CanonicalJson.Canonicalize("[-1.5,1e-7,2.50]"u8)));
            Assert.Equal("[-1.5,1e-7]", Text(CanonicalJson.Canonicalize(new JsonArray(-1.5, 1e-7))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}", "A name occurs twice in one object.")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "A name occurs twice in one object.")]
    [InlineData("[{\"b\":{\"c\":1,\"d\":2,\"c\":3}}]", "A name occurs twice in one object.")]
    [InlineData("\"\\ud800\"", "A text is not valid Unicode (lone surrogate or bad UTF-8).")]
    [InlineData("\"\\udc00\\ud800\"", "A text is not valid Unicode (lone surrogate or bad UTF-8).")]
    [InlineData("{\"\\ud800\":1}", "A text is not valid Unicode (lone surrogate or bad UTF-8).")]
    [InlineData("1e400", "NaN and infinities have no canonical form.")]
    [InlineData("9007199254740993", "An integer is too large to be exact as a JSON number; write it as a string.")]
    [InlineData("-9007199254740993", "An integer is too large to be exact as a JSON number; write it as a string.")]
    public void Canonicalize_WithoutCanonicalForm_IsRefused(string json, string why)
    {
        Assert.Equal(why, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json).AsSpan())).Message);
        Assert.Equal(why, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(JsonNode.Parse(json))).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("[1,]")]
    [InlineData("// no\n1")]
    [InlineData("\ufeff1")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("'a'")]
    public void Canonicalize_NotExactlyOneJsonValue_IsRefused(string json) =>
        Assert.StartsWith("Not one JSON value: ",
            Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json).AsSpan())).Message, StringComparison.Ordinal);

    [Fact]
    public void Canonicalize_BadUtf8_IsRefused() =>
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize([(byte)'"', 0xc3, 0x28, (byte)'"']));

    [Fact]
    public void Canonicalize_WhiteSpaceAround_IsDropped() => Assert.Equal("[1]", Text(CanonicalJson.Canonicalize(" \r\n\t[ 1 ] \n"u8)));

    public static TheoryData<JsonNode> Refused() =>
    [
        JsonValue.Create(double.NaN), JsonValue.Create(double.PositiveInfinity), JsonValue.Create(float.NaN), JsonValue.Create("\ud800"),
        JsonValue.Create("x\udc00y"), JsonValue.Create('\ud800'), new JsonObject { ["\udfff"] = 1 }, JsonValue.Create(long.MaxValue),
        JsonValue.Create(ulong.MaxValue), JsonValue.Create(new { Name = "\ud800" })!,
    ];

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Canonicalize_ValueInATreeWithoutCanonicalForm_IsRefused(JsonNode node) =>
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(new JsonArray(node)));

    [Fact]
    public void Canonicalize_NestedTooDeep_IsRefused()
    {
        JsonNode node = new JsonArray();
        for (var depth = 1; depth < 64; depth++)
        {
            node = new JsonArray(node);
        }

        Assert.Equal(128, CanonicalJson.Canonicalize(node).Length);
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(new JsonObject { ["a"] = node }));
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(new JsonArray(node.DeepClone())));
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65)).AsSpan()));
    }

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(m => KeyValuePair.Create(m.Key, Reversed(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reversed)]),
        _ => node?.DeepClone(),
    };

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
