using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;
using Portal.Tests.Shared.Sync;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Features.Connections;

/// <summary>
/// A page of one organization over the real use cases, a real database and a scripted connector: what a circuit is, without a browser.
/// The clock stands still. The scheduler is off; <see cref="RunFirstSyncAsync"/> does what it would do.
/// </summary>
internal sealed class PageWorld : BunitContext
{
    public const string Account = "acme.scripted.test";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<Template>> Made = new(MakeTemplateAsync);

    private PageWorld(Template template, Role role)
    {
        var file = Path.Combine(template.Folder, $"{Guid.NewGuid():N}.db");
        File.Copy(template.File, file);
        AddProduct(Services, file, Clock, Connector);
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddShell();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.GetRequiredService<TenantScope>().Enter(template.Tenant, Actor.Person(template.Ada, "Ada Admin", role), SignInProof.Now(Clock));
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public ScriptedConnector Connector { get; } = new();

    public Tenant Tenant => Services.GetRequiredService<TenantScope>().Tenant;

    public static async Task<PageWorld> OpenAsync(Role role = Role.Admin) => new(await Made.Value, role);

    /// <summary>Renders the page at an address of the organization.</summary>
    public IRenderedComponent<TPage> Open<TPage>(string path, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/o/{Tenant.Slug}/{path}");
        return Render<TPage>(parameters ?? (_ => { }));
    }

    public string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    /// <summary>Ids that the pages asked the browser to focus, in order.</summary>
    public IEnumerable<string> Focused => JSInterop.Invocations["portal.focus"].Select(i => (string)i.Arguments[0]!);

    public async Task<ConnectOutcome.Connected> ConnectAsync(string account = "acme", bool acceptLimited = false) =>
        Assert.IsType<ConnectOutcome.Connected>(await As(Role.Admin, scope => scope.GetRequiredService<ConnectConnector>().ExecuteAsync(
            new ConnectRequest(
                ScriptedConnector.Id, new Dictionary<string, string> { ["account"] = account }, Encoding.UTF8.GetBytes(ScriptedConnector.GoodKey), acceptLimited),
            new Progress<CheckResult>())));

    public async Task<RunState?> RunSyncAsync(Guid connectionId, Guid runId) =>
        (await As(Actor.System("scheduler"), scope => scope.GetRequiredService<SyncConnection>().RunQueuedAsync(connectionId, runId))).State;

    /// <summary>Connects, and does what the scheduler would do next.</summary>
    public async Task<ConnectOutcome.Connected> RunFirstSyncAsync()
    {
        var connected = await ConnectAsync();
        await RunSyncAsync(connected.ConnectionId, connected.RunId);
        return connected;
    }

    public Task<T> As<T>(Role role, Func<IServiceProvider, Task<T>> act) =>
        As(Actor.Person(new Guid("0195a000-0000-7000-8000-0000000000ad"), "Ada Admin", role), act);

    private async Task<T> As<T>(Actor actor, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(Tenant, actor, SignInProof.Now(Clock));
        return await act(scope.ServiceProvider);
    }

    private static void AddProduct(IServiceCollection services, string file, TimeProvider clock, IConnector? connector)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Engine"] = "Sqlite",
            ["Database:ConnectionString"] = new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString,
            ["Scheduling:Enabled"] = "false",
        }).Build();
        services.AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(clock).AddSingleton<IHostEnvironment>(new TestHost());
        services.AddSingleton(s => new ProductClock(s.GetRequiredService<TimeProvider>())).AddScoped<TenantScope>().AddSingleton<OrganizationEvents>();
        services.AddComplianceData(configuration).AddPlatformSecrets().AddLocalKeyRing(ring => ring.Directory = TestHost.KeyRing);
        services.AddConnectors(configuration, isDevelopment: true).AddOrganizations().AddFrameworks().AddCoverage().AddEvidence();
        services.AddConnections(configuration);
        if (connector is not null)
        {
            services.AddSingleton(connector);
        }
    }

    /// <summary>Migrated once a process, with one organization that works towards SOC 2.</summary>
    private static async Task<Template> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("portal-pages-").FullName;
        var file = Path.Combine(folder, "template.db");
        var services = new ServiceCollection();
        AddProduct(services, file, new FakeTimeProvider(Start), connector: null);
        Tenant tenant;
        Guid ada;
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<DatabaseStart>().MigrateAsync();
            await using var scope = provider.CreateAsyncScope();
            var identity = new ExternalIdentity("https://tests.example", "ada", "Ada Admin", null);
            tenant = (await scope.ServiceProvider.GetRequiredService<CreateOrganization>().ExecuteAsync(new("Acme", "acme", "UTC"), identity)).Value;
            ada = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(identity);
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
            Assert.True((await scope.ServiceProvider.GetRequiredService<AdoptFramework>().ExecuteAsync("soc2")).IsOk);
        }

        // Closing the last connection folds the log into the file.
        SqliteConnection.ClearAllPools();
        return new(folder, file, tenant, ada);
    }

    private sealed record Template(string Folder, string File, Tenant Tenant, Guid Ada);
}
