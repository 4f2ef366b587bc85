using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;
using Portal.Simulator;

namespace Portal.Connectors.Tests.BambooHr;

/// <summary>The connector as it runs in the portal, against the simulator over real HTTP.</summary>
internal sealed class SimulatedBambooHr : IAsyncDisposable
{
    /// <summary>A Monday noon; vendor and product agree on it.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private SimulatedBambooHr(SimulatorServer server, FakeTimeProvider clock, ServiceProvider services) => (Server, Clock, _services) = (server, clock, services);

    public SimulatorServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public IConnector Connector => _services.GetRequiredService<Catalog>().Require("bamboohr");

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    public static async Task<SimulatedBambooHr> StartAsync(Action<ConnectorHttpOptions>? options = null)
    {
        var clock = new FakeTimeProvider(Noon);
        var server = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = clock });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Connectors:bamboohr:BaseAddress"] = server.BaseAddress.ToString(),
                ["Connectors:bamboohr:RetryPause"] = "00:00:00.001",
                ["Connectors:bamboohr:RequestTimeout"] = "00:01:00",
            })
            .Build();
        var services = new ServiceCollection().AddConnectors(configuration, isDevelopment: true);
        services.Configure(BambooHrManifest.Id, options ?? (_ => { }));
        return new SimulatedBambooHr(server, clock, services.BuildServiceProvider(validateScopes: true));
    }

    public ConnectorSession Session(
        string key, string company = Companies.Acme, IReadOnlyDictionary<string, string>? settings = null, string? previousFacts = null, Func<IConnectorHttp, IConnectorHttp>? wrap = null)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["subdomain"] = company };
        var http = _services.GetRequiredService<ConnectorHttpFactory>().Create(Connector.Manifest, all);
        return new ConnectorSession
        {
            Settings = all,
            Credential = Encoding.UTF8.GetBytes(key),
            Http = wrap?.Invoke(http) ?? http,
            Clock = Clock,
            PreviousFacts = previousFacts,
        };
    }

    public Task<ConnectionTestReport> TestAsync(string key, string company = Companies.Acme, IReadOnlyDictionary<string, string>? settings = null) =>
        Connector.TestAsync(Session(key, company, settings), new Recorder<CheckResult>(), CancellationToken.None);

    public Task<Collected> CollectAsync(
        string key, string company = Companies.Acme, IReadOnlyDictionary<string, string>? settings = null, string? previousFacts = null) =>
        Collected.FromAsync(Connector.CollectAsync(Session(key, company, settings, previousFacts), new Recorder<CollectionStep>(), CancellationToken.None));

    public async Task<ConnectorError> FailToCollectAsync(string key, string company = Companies.Acme, IReadOnlyDictionary<string, string>? settings = null) =>
        (await Assert.ThrowsAsync<ConnectorException>(() => CollectAsync(key, company, settings))).Error;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Keeps what is reported, in order.</summary>
internal sealed class Recorder<T> : IProgress<T>
{
    public List<T> Reports { get; } = [];

    public void Report(T value) => Reports.Add(value);
}

/// <summary>Everything one sync handed over.</summary>
internal sealed record Collected(IReadOnlyList<CollectedItem> Items)
{
    public static async Task<Collected> FromAsync(IAsyncEnumerable<CollectedItem> items)
    {
        var all = new List<CollectedItem>();
        await foreach (var item in items)
        {
            all.Add(item);
        }
        return new Collected(all);
    }

    public EvidenceDraft Draft(string kind) => Items.OfType<EvidenceDraft>().Single(d => d.Kind == kind);

    public ActiveEmployeesPayload Active => Parse<ActiveEmployeesPayload>("bamboohr.active_employees");

    public TerminationsPayload Terminations => Parse<TerminationsPayload>("bamboohr.terminations");

    public OnboardingPayload Onboarding => Parse<OnboardingPayload>("bamboohr.onboarding_completion");

    public IReadOnlyList<PopulationMember> Members(string kind) => [.. Items.OfType<PopulationMember>().Where(m => m.Kind == kind)];

    public IReadOnlyList<string> Suspicions => [.. Items.OfType<SuspicionRaised>().Select(s => s.Code)];

    public IReadOnlyList<string> Warnings => [.. Items.OfType<CollectionWarning>().Select(s => s.Code)];

    public string Facts => Items.OfType<RunFacts>().Single().Json;

    private T Parse<T>(string kind) => PayloadJson.Parse<T>(Draft(kind).Payload.ToJsonString());
}
