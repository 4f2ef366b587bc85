using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>
/// Answers that no well-behaved vendor, and so no simulator, gives: written by hand at the HTTP edge. Unless a test says otherwise it is a
/// company without trainings or users, whose dataset holds <see cref="People"/>.
/// </summary>
internal sealed class CannedBambooHr : IConnectorHttp
{
    public const int PageSize = 2;

    private static readonly string[] EveryField = [.. BambooHrFields.Needed, .. BambooHrFields.Tasks];

    public Uri BaseAddress { get; } = new("https://acme.bamboohr.com/");

    public IReadOnlyList<string> Fields { get; init; } = EveryField;

    /// <summary>Rows in the order in which they are sent.</summary>
    public IReadOnlyList<Dictionary<string, string?>> People { get; init; } = [];

    /// <summary>Chooses the rows for a question (filter, page …); by default all of <see cref="People"/>, whatever the filter.</summary>
    public Func<JsonObject, IReadOnlyList<Dictionary<string, string?>>>? Rows { get; init; }

    /// <summary>Replaces the answer to a request; null lets it pass.</summary>
    public Func<string, HttpResponseMessage?> Instead { get; init; } = _ => null;

    public List<JsonObject> Questions { get; } = [];

    public static Dictionary<string, string?> Person(string id, string status = "Active", string? hired = "2020-01-01", string? left = null) =>
        new() { ["eeid"] = id, ["status"] = status, ["hireDate"] = hired, ["terminationDate"] = left };

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.OriginalString.Split('?')[0]}";
        if (Instead(line) is { } other)
        {
            return other;
        }
        return line switch
        {
            BambooHrManifest.SignInRead => Json(new JsonObject { ["id"] = "8" }),
            BambooHrManifest.FieldsRead => Json(new JsonObject { ["fields"] = new JsonArray([.. Fields.Select(f => (JsonNode)new JsonObject { ["name"] = f })]) }),
            BambooHrManifest.DataRead => Data(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject()),
            BambooHrManifest.TrainingTypesRead => Json(new JsonArray()),
            _ => Status(HttpStatusCode.Forbidden),
        };
    }

    public static HttpResponseMessage Json(JsonNode body) => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    public static HttpResponseMessage Status(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    public Task<Collected> CollectAsync(string? previousFacts = null, IReadOnlyDictionary<string, string>? settings = null) =>
        Collected.FromAsync(new BambooHrConnector().CollectAsync(Session(previousFacts, settings), new Recorder<CollectionStep>(), CancellationToken.None));

    public Task<ConnectionTestReport> TestAsync() => new BambooHrConnector().TestAsync(Session(null, null), new Recorder<CheckResult>(), CancellationToken.None);

    private ConnectorSession Session(string? previousFacts, IReadOnlyDictionary<string, string>? settings) => new()
    {
        Settings = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["subdomain"] = "acme" },
        Credential = "key"u8.ToArray(),
        Http = this,
        Clock = new FakeTimeProvider(SimulatedBambooHr.Noon),
        PreviousFacts = previousFacts,
    };

    private HttpResponseMessage Data(JsonObject question)
    {
        Questions.Add(question);
        var rows = Rows?.Invoke(question) ?? People;
        var page = question["page"]!.GetValue<int>();
        var fields = question["fields"]!.AsArray().Select(f => f!.GetValue<string>()).ToList();
        var data = rows.Skip((page - 1) * PageSize).Take(PageSize).Select(row => (JsonNode)new JsonObject
        {
            ["fields"] = new JsonObject(fields.Where(row.ContainsKey).Select(f => KeyValuePair.Create(f, (JsonNode?)row[f]))),
        });
        return Json(new JsonObject
        {
            ["meta"] = new JsonObject { ["totalItems"] = rows.Count },
            ["data"] = new JsonArray([.. data]),
            ["links"] = new JsonArray(),
        });
    }
}
