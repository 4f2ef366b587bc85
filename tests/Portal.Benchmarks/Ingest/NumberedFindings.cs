using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;

namespace Portal.Benchmarks.Ingest;

/// <summary>A connector that streams as many different findings as it is told, so that a sync is nothing but ingest.</summary>
internal sealed class NumberedFindings : IConnector
{
    public const string Id = "numbered";
    public const string Kind = "numbered.finding";
    public const string Subject = "acme.numbered.test";
    public const string Endpoint = "GET /findings";
    public const string Rule = "Counted: every finding, as it is numbered.";

    public static readonly (string Framework, string Control)[] Controls = [("iso27001", "A.5.16"), ("soc2", "CC6.2")];

    /// <summary>Numbers of the findings that the next sync streams.</summary>
    public Range Next { get; set; }

    public ConnectorManifest Manifest { get; } = new()
    {
        Id = Id,
        Name = "Numbered",
        Version = "1.0.0",
        Category = ConnectorCategory.HumanResources,
        Authentication = AuthenticationKind.ApiKey,
        Summary = "Streams numbered findings.",
        Cadence = TimeSpan.FromHours(24),
        Grace = TimeSpan.FromHours(2),
        StaleAfter = TimeSpan.FromHours(48),
        Steps = [new("key", "Key", [])],
        Fields = [new() { Key = "key", Label = "API key", Help = "", Secret = true, Step = "key" }],
        HowToConnect = [],
        LeastPrivilege = [],
        InstructionsCheckedOn = new DateOnly(2026, 11, 1),
        EvidenceKinds =
        [
            new()
            {
                Kind = Kind, SchemaVersion = 1, Title = "Finding", Summary = "", Aspect = EvidenceAspect.Operation, SampleJson = "{}", Headline = "{number}",
                Controls = [.. Controls.Select(c => new ControlLink(c.Framework, c.Control, LinkRelation.Primary))],
            },
        ],
        Reads = [new("GET /findings", ["number"], "to count")],
        NeverReads = [],
        Hosts = ["acme.numbered.test"],
    };

    public SettingsReading ReadSettings(IReadOnlyDictionary<string, string> input) =>
        new(new Dictionary<string, string>(), Subject, new Dictionary<string, string>());

    public Task<ConnectionTestReport> TestAsync(ConnectorSession session, IProgress<CheckResult> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new ConnectionTestReport(TestVerdict.Passed, [], []));

    public async IAsyncEnumerable<CollectedItem> CollectAsync(
        ConnectorSession session, IProgress<CollectionStep> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = Next.Start.Value; number < Next.End.Value; number++)
        {
            yield return new EvidenceDraft
            {
                Kind = Kind,
                SchemaVersion = 1,
                Subject = Subject,
                // Not in canonical order: sorting is part of the work.
                Payload = new JsonObject
                {
                    ["number"] = number,
                    ["title"] = $"Finding number {number}",
                    ["completed"] = number % 97,
                    ["total"] = 97,
                    ["attested"] = true,
                },
                Result = EvidenceResult.Satisfied,
                Provenance = new Provenance(Endpoint, new JsonObject { ["page"] = number }, 1, 1, 1, Rule, "Etc/UTC", null),
            };
        }

        await Task.CompletedTask;
    }
}
