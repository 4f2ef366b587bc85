using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;

namespace Portal.Tests.Shared.Sync;

/// <summary>
/// A connector that does what a test says, for what no real vendor does on demand: pausing between two items, or streaming a hundred
/// thousand of them.
/// </summary>
internal sealed class ScriptedConnector : IConnector
{
    public const string Id = "scripted";
    public const string People = "scripted.people";
    public const string Tasks = "scripted.tasks";
    public const string GoodKey = "good-key-0123456789";

    /// <summary>What the next sync streams.</summary>
    public Func<ConnectorSession, CancellationToken, IAsyncEnumerable<CollectedItem>> Collect { get; set; } = (_, _) => Items(DefaultRun());

    /// <summary>What the next test reports, once the key is known to be good.</summary>
    public Func<ConnectionTestReport> Test { get; set; } = () => new(TestVerdict.Passed, [Check("sign_in", StepState.Done)], [new("people", true, true, null)]);

    public int Collections { get; private set; }

    /// <summary>The credential of the last session, as the connector saw it while it ran.</summary>
    public string? LastCredential { get; private set; }

    public string? LastFacts { get; private set; }

    public ConnectorManifest Manifest { get; } = new()
    {
        Id = Id,
        Name = "Scripted",
        Version = "2.1.0",
        Category = ConnectorCategory.HumanResources,
        Authentication = AuthenticationKind.ApiKey,
        Summary = "Does what a test says.",
        Cadence = TimeSpan.FromHours(24),
        Grace = TimeSpan.FromHours(2),
        StaleAfter = TimeSpan.FromHours(48),
        Steps = [new("key", "Key", [])],
        Fields =
        [
            new() { Key = "key", Label = "API key", Help = "", Secret = true, Step = "key" },
            new() { Key = "account", Label = "Account", Help = "", Step = "key" },
            new() { Key = "zone", Label = "Zone", Help = "", Required = false, Format = FieldFormat.TimeZone },
            new() { Key = "threshold", Label = "Threshold", Help = "", Required = false, Format = FieldFormat.Number },
        ],
        HowToConnect = [],
        LeastPrivilege = [],
        InstructionsCheckedOn = new DateOnly(2026, 1, 1),
        EvidenceKinds =
        [
            new()
            {
                Kind = People, SchemaVersion = 1, Title = "People", Summary = "", Aspect = EvidenceAspect.Population, SampleJson = "{}", Headline = "{count} people",
                Controls = [new("soc2", "CC6.2", LinkRelation.Primary), new("iso27001", "A.5.16", LinkRelation.Supporting)],
            },
            new()
            {
                Kind = Tasks, SchemaVersion = 1, Title = "Tasks", RungTitles = new Dictionary<string, string> { ["trainings"] = "Trainings" }, Summary = "", Aspect = EvidenceAspect.Operation, SampleJson = "{}", Headline = "{done} done",
                Controls =
                [
                    new("soc2", "CC1.4", LinkRelation.Primary), new("iso27001", "A.6.3", LinkRelation.Primary, "trainings"),
                    new("iso27001", "A.6.1", LinkRelation.Supporting, "tasks"),
                ],
            },
        ],
        Reads = [new("GET /people", ["id"], "to count")],
        NeverReads = [],
        Hosts = ["{account}.scripted.test"],
    };

    public SettingsReading ReadSettings(IReadOnlyDictionary<string, string> input)
    {
        var account = input.GetValueOrDefault("account")?.Trim();
        var errors = new Dictionary<string, string>();
        if (string.IsNullOrEmpty(account))
        {
            errors["account"] = "Give the account.";
        }

        if (input.GetValueOrDefault("threshold") is { Length: > 0 } threshold && !int.TryParse(threshold, out _))
        {
            errors["threshold"] = "Give a number.";
        }

        var settings = input.Where(i => i.Key != "key" && i.Value.Length > 0).ToDictionary(i => i.Key, i => i.Value.Trim());
        return new SettingsReading(settings, $"{account}.scripted.test", errors);
    }

    public Task<ConnectionTestReport> TestAsync(ConnectorSession session, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        LastCredential = Encoding.UTF8.GetString(session.Credential.Span);
        progress.Report(Check("sign_in", StepState.Running));
        if (LastCredential != GoodKey && LastCredential != "other-good-key")
        {
            throw Refused(ConnectorErrorCode.KeyRejected, 401);
        }

        return Task.FromResult(Test());
    }

    public async IAsyncEnumerable<CollectedItem> CollectAsync(
        ConnectorSession session, IProgress<CollectionStep> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Collections++;
        LastCredential = Encoding.UTF8.GetString(session.Credential.Span);
        LastFacts = session.PreviousFacts;
        progress.Report(new CollectionStep("read", "Read people", StepState.Running));
        await foreach (var item in Collect(session, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return item;
        }

        progress.Report(new CollectionStep("read", "Read people", StepState.Done, 1, 1));
    }

    public static ConnectorException Refused(ConnectorErrorCode code, int status, TimeSpan? retryAfter = null) =>
        new(new ConnectorError(code, $"The vendor said {status}.", status, "No.", "req-1", retryAfter, "GET /people"));

    public static CheckResult Check(string key, StepState state) => new(key, key, state);

    public static async IAsyncEnumerable<CollectedItem> Items(IEnumerable<CollectedItem> items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.CompletedTask;
    }

    public static async IAsyncEnumerable<CollectedItem> Throws(Exception exception)
    {
        await Task.CompletedTask;
        throw exception;
#pragma warning disable CS0162 // An iterator needs one.
        yield break;
#pragma warning restore CS0162
    }

    /// <summary>Two members, two drafts, capabilities and facts: what a healthy sync streams.</summary>
    public static IReadOnlyList<CollectedItem> DefaultRun(int people = 2, EvidenceResult tasks = EvidenceResult.Satisfied, string? reason = null) =>
    [
        new CapabilityReport([new("people", true, true, null)]),
        .. Enumerable.Range(1, people).Select(i => new PopulationMember(People, $"{i}", new DateOnly(2026, 2, 1), "counted")),
        Draft(People, people),
        Draft(Tasks, 7, tasks, reason),
        new RunFacts($$"""{"people":{{people}}}"""),
    ];

    public static EvidenceDraft Draft(string kind, int number, EvidenceResult result = EvidenceResult.Satisfied, string? reason = null, string? rung = null) => new()
    {
        Kind = kind,
        SchemaVersion = 1,
        Subject = "acme.scripted.test",
        Payload = new JsonObject { [kind == People ? "count" : "done"] = number },
        Result = result,
        ReasonCode = reason,
        Rung = rung ?? (kind == Tasks ? "tasks" : null),
        Provenance = new Provenance("GET /people", new JsonObject { ["fields"] = "id" }, 1, number, number, "all of them, v1", "Etc/UTC", null),
    };
}
