using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Simulator;
using SharpYaml;

namespace Portal.Connectors.Tests.OpenApi;

/// <summary>A vendor's published OpenAPI document, and what it says about a request.</summary>
internal sealed class OpenApiDocument
{
    private readonly JsonObject _root;
    private readonly List<(Regex Path, string[] Names, string Template, JsonObject Item)> _paths;

    private OpenApiDocument(JsonObject root)
    {
        _root = root;
        _paths = [.. root["paths"]!.AsObject()
            // A literal path wins over one with a placeholder.
            .OrderBy(p => p.Key.Count(c => c == '{')).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (
                new Regex($"^{Regex.Replace(p.Key, @"\{[^}]+\}", "([^/]+)")}$"),
                Regex.Matches(p.Key, @"\{([^}]+)\}").Select(m => m.Groups[1].Value).ToArray(), p.Key, p.Value!.AsObject()))];
    }

    /// <summary>Skips the test where the document is not at hand, and fails it in CI, where it must be.</summary>
    public static OpenApiDocument Load(string file)
    {
        var shared = Environment.GetEnvironmentVariable("PORTAL_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(shared, "data", file));
        if (!File.Exists(path))
        {
            var missing = $"{path} is missing; set PORTAL_SHARED to the folder that holds data/{file}.";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Skip(missing);
        }
        var yaml = YamlSerializer.Deserialize<object>(File.ReadAllText(path));
        return new OpenApiDocument(JsonSerializer.SerializeToNode(yaml)!.AsObject());
    }

    public int PathCount => _paths.Count;

    /// <returns>Everything about the request that the document does not allow; and the operation it is.</returns>
    public (string Operation, IReadOnlyList<string> Faults) Check(RecordedRequest request)
    {
        var found = _paths.FirstOrDefault(p => p.Path.IsMatch(request.Path) && p.Item.ContainsKey(request.Method.ToLowerInvariant()));
        if (found.Item is null)
        {
            return ("", [$"{request.Method} {request.Path} is not in the document"]);
        }
        var operation = found.Item[request.Method.ToLowerInvariant()]!.AsObject();
        var faults = new List<string>();
        var parameters = (found.Item["parameters"]?.AsArray() ?? []).Concat(operation["parameters"]?.AsArray() ?? []).Select(Resolve).ToList();

        var values = found.Path.Match(request.Path).Groups.Values.Skip(1).Select(g => g.Value).ToArray();
        for (var i = 0; i < found.Names.Length; i++)
        {
            CheckParameter(parameters, "path", found.Names[i], values[i], faults);
        }
        var query = Query(request.PathAndQuery);
        foreach (var (name, value) in query)
        {
            CheckParameter(parameters, "query", name, value, faults);
        }
        faults.AddRange(parameters
            .Where(p => p["in"]!.GetValue<string>() == "query" && p["required"]?.GetValue<bool>() == true && !query.ContainsKey(p["name"]!.GetValue<string>()))
            .Select(p => $"query parameter {p["name"]} is missing"));
        // The document names this header Accept in one place and AcceptHeaderParameter in the others.
        foreach (var accept in parameters.Where(p => p["in"]!.GetValue<string>() == "header"))
        {
            faults.AddRange(JsonSchemaCheck.Faults(accept["schema"], request.Headers.GetValueOrDefault("Accept"), Reference).Select(f => $"header Accept {f}"));
        }
        CheckBody(operation, request, faults);
        if (!operation["security"]!.AsArray().Any(s => s!.AsObject().ContainsKey("basic")))
        {
            faults.Add("Basic authentication is not among its security schemes");
        }
        return ($"{request.Method} {found.Template}", faults);
    }

    /// <returns>Everything about a JSON answer that the document does not allow.</returns>
    public IReadOnlyList<string> CheckAnswer(string method, string path, int status, JsonNode? answer)
    {
        var operation = _paths.First(p => p.Path.IsMatch(path) && p.Item.ContainsKey(method.ToLowerInvariant())).Item[method.ToLowerInvariant()]!;
        var content = operation["responses"]![status.ToString(CultureInfo.InvariantCulture)]!["content"]!.AsObject();
        return JsonSchemaCheck.Faults((content["application/json"] ?? content["application/problem+json"])!["schema"], answer, Reference);
    }

    private void CheckBody(JsonObject operation, RecordedRequest request, List<string> faults)
    {
        if (operation["requestBody"] is not { } body)
        {
            if (request.Body.Length > 0)
            {
                faults.Add("has a body");
            }
            return;
        }
        if (Resolve(body)["content"]![request.Headers.GetValueOrDefault("Content-Type") ?? ""] is not { } content)
        {
            faults.Add($"content type {request.Headers.GetValueOrDefault("Content-Type")} is not offered");
            return;
        }
        var sent = JsonNode.Parse(request.Body)!;
        faults.AddRange(JsonSchemaCheck.Faults(content["schema"], sent, Reference).Select(f => $"body {f}"));
        // The schema is open; a misspelled property would pass and be ignored.
        var schema = Resolve(content["schema"]!);
        faults.AddRange(sent.AsObject().Select(p => p.Key).Where(name => schema["properties"]![name] is null).Select(name => $"body property {name} is not described"));
    }

    private void CheckParameter(List<JsonObject> parameters, string place, string name, string value, List<string> faults)
    {
        var parameter = parameters.SingleOrDefault(p => p["in"]!.GetValue<string>() == place && p["name"]!.GetValue<string>() == name);
        if (parameter is null)
        {
            faults.Add($"{place} parameter {name} is not described");
            return;
        }
        var schema = Resolve(parameter["schema"]!);
        JsonNode typed = schema["type"]!.ToString() switch
        {
            "integer" or "number" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            "boolean" when bool.TryParse(value, out var flag) => JsonValue.Create(flag),
            _ => JsonValue.Create(value),
        };
        faults.AddRange(JsonSchemaCheck.Faults(schema, typed, Reference).Select(f => $"{place} parameter {name} {f}"));
    }

    private static Dictionary<string, string> Query(string pathAndQuery) =>
        pathAndQuery.Split('?', 2) is [_, { Length: > 0 } query]
            ? query.Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]))
            : [];

    private JsonObject Resolve(JsonNode? node) => node!.AsObject() is { } o && o["$ref"] is { } reference ? Resolve(Reference(reference.GetValue<string>())) : node.AsObject();

    private JsonNode Reference(string pointer) => pointer.Split('/').Skip(1)
        .Aggregate((JsonNode)_root, (node, step) => node[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]!);
}
