using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Connectors.Tests.OpenApi;

/// <summary>
/// The part of JSON Schema 2020-12 that our payload schemas and BambooHR's OpenAPI 3.1 document use. A keyword it does not know is a
/// fault, so that it cannot pass something it did not look at.
/// </summary>
internal static class JsonSchemaCheck
{
    private static readonly HashSet<string> Annotations =
        ["$schema", "title", "description", "example", "examples", "default", "format", "deprecated", "readOnly", "writeOnly", "xml", "$comment"];

    public static IReadOnlyList<string> Faults(JsonNode? schema, JsonNode? value, Func<string, JsonNode>? resolve = null)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults, resolve ?? (reference => throw new InvalidOperationException($"No document to resolve {reference} in.")));
        return faults;
    }

    private static void Check(JsonNode? schema, JsonNode? value, string at, List<string> faults, Func<string, JsonNode> resolve)
    {
        if (schema is JsonValue always)
        {
            if (!always.GetValue<bool>())
            {
                faults.Add($"{at}: not allowed");
            }
            return;
        }
        var rules = schema!.AsObject();
        foreach (var (keyword, rule) in rules)
        {
            switch (keyword)
            {
                case "$ref":
                    Check(resolve(rule!.GetValue<string>()), value, at, faults, resolve);
                    break;
                case "type":
                    var types = rule is JsonArray several ? several.Select(t => t!.GetValue<string>()).ToArray() : [rule!.GetValue<string>()];
                    if (!types.Any(type => IsOfType(type, value)))
                    {
                        faults.Add($"{at}: is {KindOf(value)}, not {string.Join(" or ", types)}");
                    }
                    break;
                case "enum":
                    if (!rule!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)))
                    {
                        faults.Add($"{at}: {value?.ToJsonString() ?? "null"} is not one of {rule.ToJsonString()}");
                    }
                    break;
                case "required" when value is JsonObject o:
                    faults.AddRange(rule!.AsArray().Select(n => n!.GetValue<string>()).Where(n => !o.ContainsKey(n)).Select(n => $"{at}.{n}: missing"));
                    break;
                case "properties" when value is JsonObject o:
                    foreach (var (name, property) in rule!.AsObject())
                    {
                        if (o.TryGetPropertyValue(name, out var child))
                        {
                            Check(property, child, $"{at}.{name}", faults, resolve);
                        }
                    }
                    break;
                case "additionalProperties" when value is JsonObject o:
                    var known = rules["properties"]?.AsObject();
                    foreach (var (name, child) in o.Where(p => known?.ContainsKey(p.Key) != true))
                    {
                        Check(rule, child, $"{at}.{name}", faults, resolve);
                    }
                    break;
                case "items" when value is JsonArray a:
                    for (var i = 0; i < a.Count; i++)
                    {
                        Check(rule, a[i], $"{at}[{i.ToString(CultureInfo.InvariantCulture)}]", faults, resolve);
                    }
                    break;
                case "minimum" when value is JsonValue v && KindOf(value) == "number" && Number(v) < Number(rule!.AsValue()):
                case "maximum" when value is JsonValue w && KindOf(value) == "number" && Number(w) > Number(rule!.AsValue()):
                    faults.Add($"{at}: {value.ToJsonString()} is outside {keyword} {rule!.ToJsonString()}");
                    break;
                case "oneOf" or "anyOf":
                    var fitting = rule!.AsArray().Count(option => Passes(option, value, resolve));
                    if (fitting == 0 || (keyword == "oneOf" && fitting > 1))
                    {
                        faults.Add($"{at}: fits {fitting} of {keyword}");
                    }
                    break;
                case "allOf":
                    foreach (var part in rule!.AsArray())
                    {
                        Check(part, value, at, faults, resolve);
                    }
                    break;
                case "required" or "properties" or "additionalProperties" or "items" or "minimum" or "maximum":
                    break;
                default:
                    if (!Annotations.Contains(keyword) && !keyword.StartsWith("x-", StringComparison.Ordinal))
                    {
                        faults.Add($"{at}: the check does not know '{keyword}'");
                    }
                    break;
            }
        }
    }

    private static bool Passes(JsonNode? schema, JsonNode? value, Func<string, JsonNode> resolve)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults, resolve);
        return faults.Count == 0;
    }

    private static bool IsOfType(string type, JsonNode? value) => type switch
    {
        "integer" => KindOf(value) == "number" && decimal.IsInteger(Number(value!.AsValue())),
        _ => KindOf(value) == type,
    };

    private static decimal Number(JsonValue value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.Undefined or _ => "undefined",
    };
}
