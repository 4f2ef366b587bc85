using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Live;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Simulator;
using Portal.Tests.Shared.Database;

namespace Portal.Tests.Shared.Sync;

/// <summary>
/// A real database with the whole connection slice over it: real sealing, real BambooHR connector against the simulator when one is
/// given, and a scripted connector beside it. The scheduler is off unless a test turns it on.
/// </summary>
internal sealed class SyncWorld : IAsyncDisposable
{
    private SyncWorld(TestDatabase database, ScriptedConnector connector) => (Database, Connector) = (database, connector);

    public TestDatabase Database { get; }

    public ScriptedConnector Connector { get; }

    public Tenant Acme => Database.Acme;

    public DateTimeOffset Now => Database.Clock.GetUtcNow();

    /// <summary>System time, for worlds made with it.</summary>
    public DateTimeOffset Real => Database.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    public OrganizationEvents Events => Database.Services.GetRequiredService<OrganizationEvents>();

    public static async Task<SyncWorld> CreateAsync(
        DatabaseEngine engine = DatabaseEngine.Sqlite, SimulatorServer? simulator = null, bool scheduling = false, Action<string>? at = null,
        Action<IServiceCollection>? more = null, bool realTime = false)
    {
        var connector = new ScriptedConnector();
        var database = await TestDatabase.CreateAsync(engine, services =>
        {
            Add(services, connector, simulator, scheduling, at, realTime);
            more?.Invoke(services);
        });
        var world = new SyncWorld(database, connector);
        await world.FurnishAsync(database.Acme);
        await world.FurnishAsync(database.Globex);
        return world;
    }

    /// <summary>Another process over the same rows.</summary>
    public SyncWorld Again(
        SimulatorServer? simulator = null, bool scheduling = false, Action<string>? at = null, bool realTime = false, Action<IServiceCollection>? more = null)
    {
        var connector = new ScriptedConnector();
        return new(Database.Again(services =>
        {
            Add(services, connector, simulator, scheduling, at, realTime);
            more?.Invoke(services);
        }), connector);
    }

    public TestScope Enter(Role role = Role.Admin) => Database.Enter(Acme, role);

    /// <summary>What the scheduler's own scope is.</summary>
    public TestScope System(Tenant? tenant = null) => Database.Enter(tenant ?? Acme, Actor.System("scheduler"));

    public async Task<ConnectOutcome> TryConnectAsync(
        string account = "acme", string key = ScriptedConnector.GoodKey, bool acceptLimited = false, string connector = ScriptedConnector.Id)
    {
        await using var scope = Enter();
        var field = connector == ScriptedConnector.Id ? "account" : "subdomain";
        return await scope.Get<ConnectConnector>().ExecuteAsync(
            new ConnectRequest(connector, new Dictionary<string, string> { [field] = account }, Encoding.UTF8.GetBytes(key), acceptLimited), new Silent());
    }

    /// <summary>Connects without running the first sync.</summary>
    public async Task<ConnectOutcome.Connected> ConnectAsync(
        string account = "acme", string key = ScriptedConnector.GoodKey, string connector = ScriptedConnector.Id) =>
        Assert.IsType<ConnectOutcome.Connected>(await TryConnectAsync(account, key, connector: connector));

    /// <summary>Connects and runs the first sync.</summary>
    public async Task<Guid> ConnectAndSyncAsync(string account = "acme")
    {
        var connected = await ConnectAsync(account);
        Assert.Equal(RunState.Succeeded, (await RunQueuedAsync(connected.ConnectionId, connected.RunId)).State);
        return connected.ConnectionId;
    }

    public async Task<SyncResult> RunQueuedAsync(Guid connectionId, Guid runId)
    {
        await using var scope = System();
        return await scope.Get<SyncConnection>().RunQueuedAsync(connectionId, runId);
    }

    /// <summary>A scheduled sync of the slot "now".</summary>
    public async Task<SyncResult> SyncAsync(Guid connectionId, DateTimeOffset? slot = null)
    {
        await using var scope = System();
        return await scope.Get<SyncConnection>().RunAsync(connectionId, RunTrigger.Schedule, slot ?? Now);
    }

    public async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var rows = Database.Rows(Acme);
        rows.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(rows);
    }

    public Task<Connection> ConnectionAsync(Guid id) => ReadAsync(db => db.Set<Connection>().SingleAsync(c => c.Id == id));

    public Task<ConnectorRun> RunAsync(Guid id) => ReadAsync(db => db.Set<ConnectorRun>().SingleAsync(r => r.Id == id));

    public Task<List<Observation>> ObservationsAsync(string kind) =>
        ReadAsync(db => db.Set<Observation>().Where(o => o.Kind == kind).OrderBy(o => o.AsOf).ThenBy(o => o.Id).ToListAsync());

    public Task<List<Alert>> AlertsAsync() => ReadAsync(db => db.Set<Alert>().OrderBy(a => a.OpenedAt).ThenBy(a => a.Cause).ToListAsync());

    /// <summary>Codes of the audit entries, oldest first, without those that every organization begins with.</summary>
    public Task<List<string>> AuditAsync() => ReadAsync(db => db.Set<AuditEntry>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());

    public Task<int> StagedAsync() => ReadAsync(async db => await db.Set<StagedDraft>().CountAsync() + await db.Set<StagedMember>().CountAsync());

    public async Task AssertLogHoldsAsync()
    {
        await using var rows = Database.Rows(Acme);
        var report = await AuditLogVerification.VerifyAsync(rows, Acme.OrganizationId, CancellationToken.None);
        Assert.Null(report.FirstFault);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.Services.GetRequiredService<ScheduleStart>().StopAsync(CancellationToken.None);
        await Database.DisposeAsync();
    }

    /// <summary>What an organization has before it connects anything: keys, and SOC 2 adopted.</summary>
    private async Task FurnishAsync(Tenant tenant)
    {
        await using var scope = System(tenant);
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        await scope.Get<OrganizationKeys>().CreateAsync(work.Db, tenant.OrganizationId, CancellationToken.None);
        work.Db.Add(new FrameworkAdoption
        {
            OrganizationId = tenant.OrganizationId,
            Id = work.NewId(),
            Framework = "soc2",
            EffectiveFrom = work.Now,
        });
        await work.CommitAsync(CancellationToken.None);
    }

    private static void Add(
        IServiceCollection services, ScriptedConnector connector, SimulatorServer? simulator, bool scheduling, Action<string>? at, bool realTime)
    {
        if (realTime)
        {
            services.AddSingleton(TimeProvider.System);
        }

        var configuration = new ConfigurationBuilder()
            .AddConfiguration((IConfiguration)services.Single(s => s.ServiceType == typeof(IConfiguration)).ImplementationInstance!)
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Scheduling:Enabled"] = scheduling ? "true" : "false",
                ["Connectors:bamboohr:BaseAddress"] = simulator?.BaseAddress.ToString(),
                ["Connectors:bamboohr:TransientRetries"] = "0",
            }).Build();
        services.AddSingleton<IHostEnvironment>(new TestHost());
        if (at is not null)
        {
            services.AddSingleton(new FaultInjection(at));
        }

        services.AddConnectors(configuration, isDevelopment: true).AddSingleton<IConnector>(connector);
        services.AddPlatformSecrets().AddLocalKeyRing(ring => ring.Directory = TestHost.KeyRing);
        services.AddEvidence();
        services.AddConnections(configuration);
    }

    private sealed class Silent : IProgress<CheckResult>
    {
        public void Report(CheckResult value)
        {
        }
    }
}
