using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Portal.Platform.Tests.Text;

/// <summary>JSON trees with the texts and numbers on which canonical forms usually go wrong.</summary>
internal static class JsonGenerator
{
    private static readonly Gen<string> Texts = Gen.Elements(
            "a", "b", "A", "0", " ", "\"", "\\", "/", "\b", "\f", "\n", "\r", "\t", "\0", "\u001f", "\u007f", "\u0080", "é", "€", "\ufb33", "😂", "𐀀",
            "\u2028", "<", "&")
        .ArrayOf().Select(parts => string.Concat(parts.Take(6)));

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Elements(0d, -0d, 1d, -1d, 0.1, 4.5, 1e20, 1e21, 1e-6, 1e-7, 5e-324, double.MaxValue, 9007199254740991d, 333333333.33333329),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite));

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        Gen.Elements(true, false).Select(b => (JsonNode?)JsonValue.Create(b)),
        Texts.Select(t => (JsonNode?)JsonValue.Create(t)),
        Numbers.Select(n => (JsonNode?)JsonValue.Create(n)),
        ArbMap.Default.GeneratorFor<int>().Select(n => (JsonNode?)JsonValue.Create(n)));

    public static Arbitrary<JsonNode?> Nodes => Gen.Sized(size => Node(Math.Min(size, 4))).ToArbitrary();

    private static Gen<JsonNode?> Node(int depth) => depth == 0 ? Leaves : Gen.OneOf(Leaves, Array(depth - 1), Object(depth - 1));

    private static Gen<JsonNode?> Array(int depth) =>
        Node(depth).ArrayOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(5)]));

    private static Gen<JsonNode?> Object(int depth) =>
        Texts.Zip(Node(depth)).ArrayOf().Select(members =>
            (JsonNode?)new JsonObject(members.Take(6).DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, m.Item2))));
}
