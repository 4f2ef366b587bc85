using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.Tests.Sdk.Json;

public sealed class JsonItemsTests
{
    private const string Answer = """
        { "meta": {"totalItems": 3, "deep": [[1, {"a": "}]"}], null]}, "data": [{"fields":{"n":"Ünï – \" \\ 😀"}}, [], "x", {"fields":[]}, 4.5e3, null],
          "links": [], "tail": true }
        """;

    private static readonly string[] Expected =
    [
        """meta={"totalItems": 3, "deep": [[1, {"a": "}]"}], null]}""", """item={"fields":{"n":"Ünï – \" \\ 😀"}}""", "item=[]", "item=\"x\"", """item={"fields":[]}""",
        "item=4.5e3", "item=null", "links=[]", "tail=true",
    ];

    // However the network cuts an answer into pieces, its pieces are the same.
    [Property(MaxTest = 500)]
    public bool ReadAsync_AnyCutIntoPieces_GivesTheSameItems(int[] sizes)
    {
        var seen = new Seen();
        JsonItems.ReadAsync(new Dribble(Encoding.UTF8.GetBytes(Answer), sizes), seen, CancellationToken.None).GetAwaiter().GetResult();
        return seen.Pieces.SequenceEqual(Expected);
    }

    [Fact]
    public async Task ReadAsync_ByteByByte_GivesTheSameItems()
    {
        var seen = new Seen();
        await JsonItems.ReadAsync(new Dribble(Encoding.UTF8.GetBytes(Answer), [1]), seen, CancellationToken.None);
        Assert.Equal(Expected, seen.Pieces);
    }

    [Fact]
    public async Task ReadAsync_ArrayAtTheRoot_IsAList()
    {
        var seen = new Seen();
        await JsonItems.ReadAsync(new MemoryStream("""[{"id":1},{"id":2}]"""u8.ToArray()), seen, CancellationToken.None);
        Assert.Equal(["""item={"id":1}""", """item={"id":2}"""], seen.Pieces);
    }

    [Fact]
    public async Task ReadAsync_EveryTruncation_IsAnError()
    {
        var whole = Encoding.UTF8.GetBytes(Answer.TrimEnd());
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = new Dribble(whole[..length], [7]);
            await Assert.ThrowsAnyAsync<JsonException>(() => JsonItems.ReadAsync(cut, new Seen(), CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("{} {}")]
    [InlineData("[] x")]
    [InlineData("7")]
    [InlineData("<html>")]
    [InlineData("{\"data\":[}")]
    public async Task ReadAsync_NotOneObjectOrArray_IsAnError(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => JsonItems.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new Seen(), CancellationToken.None));

    [Fact]
    public async Task ReadAsync_OneElementWithoutEnd_IsGivenUpBeforeItFillsTheMemory()
    {
        var endless = new Dribble(Encoding.UTF8.GetBytes($$"""{"data":["{{new string('x', 3 * 1024 * 1024)}}"]}"""), [64 * 1024]);

        await Assert.ThrowsAnyAsync<JsonException>(() => JsonItems.ReadAsync(endless, new Seen(), CancellationToken.None));

        Assert.InRange(endless.HandedOut, 1024 * 1024, 2 * 1024 * 1024);
    }

    private sealed class Seen : IJsonItems
    {
        public List<string> Pieces { get; } = [];

        public bool IsList(string property) => property == "data";

        public void Item(ref Utf8JsonReader item) => Pieces.Add($"item={Raw(ref item)}");

        public void Property(string name, ref Utf8JsonReader value) => Pieces.Add($"{name}={Raw(ref value)}");

        private static string Raw(ref Utf8JsonReader reader) => JsonDocument.ParseValue(ref reader).RootElement.GetRawText();
    }

    /// <summary>Hands out pieces of the given sizes, over and over.</summary>
    private sealed class Dribble(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _next;

        public long HandedOut { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = sizes.Length == 0 ? buffer.Length : 1 + (int)(Math.Abs((long)sizes[_next++ % sizes.Length]) % 64_000);
            var count = await base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
            HandedOut += count;
            return count;
        }
    }
}
