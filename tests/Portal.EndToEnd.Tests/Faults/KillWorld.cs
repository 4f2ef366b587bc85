using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Connectors.Sdk;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Simulator;
using Portal.Web;
using Portal.Web.Features.Account;

namespace Portal.EndToEnd.Tests.Faults;

/// <summary>
/// One portal's files, used in turn by a real process that is killed and by this process, which prepares and inspects. Here nothing
/// runs by itself: the application is built and never started.
/// </summary>
internal sealed class KillWorld : IAsyncDisposable
{
    public const string Organization = "mortal";

    private readonly TestFolder _folder = new();
    private readonly SimulatorServer _vendor;
    private PortalApplication? _here;

    private KillWorld(SimulatorServer vendor) => _vendor = vendor;

    public SimulatorControl Vendor => _vendor.Control;

    private string[] Arguments =>
    [
        "--environment", "Development", "--urls", "http://127.0.0.1:0", "--Database:ConnectionString", $"Data Source={_folder.Database}",
        "--Secrets:LocalKeyRing:Directory", _folder.Keys, "--Demo:Enabled", "false", "--Connectors:bamboohr:BaseAddress", _vendor.BaseAddress.ToString(),
    ];

    public static async Task<KillWorld> CreateAsync()
    {
        var world = new KillWorld(await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken));
        await using var here = world.Build();
        await here.Services.GetRequiredService<DatabaseStart>().PrepareAsync(TestContext.Current.CancellationToken);
        await using var scope = here.Services.CreateAsyncScope();
        Assert.True((await scope.ServiceProvider.GetRequiredService<CreateOrganization>().ExecuteAsync(
            new NewOrganization("Mortal Inc", Organization, "UTC"), DevelopmentPersonas.Ada.Identity, TestContext.Current.CancellationToken)).IsOk);
        await using var ada = await Inside.EnterAsync(here.Services, DevelopmentPersonas.Ada, Organization);
        Assert.True((await ada.ServiceProvider.GetRequiredService<AdoptFramework>().ExecuteAsync("soc2", TestContext.Current.CancellationToken)).IsOk);
        return world;
    }

    /// <summary>Connects without a scheduler: the first run waits for the process that comes next.</summary>
    public async Task ConnectAsync()
    {
        await using var here = Build();
        await using var ada = await Inside.EnterAsync(here.Services, DevelopmentPersonas.Ada, Organization);
        var request = new ConnectRequest(
            "bamboohr", new Dictionary<string, string> { ["subdomain"] = "acme" }, System.Text.Encoding.UTF8.GetBytes(MagicKeys.Good), AcceptLimited: true);
        Assert.IsType<ConnectOutcome.Connected>(await ada.ServiceProvider.GetRequiredService<ConnectConnector>()
            .ExecuteAsync(request, new Progress<CheckResult>(), TestContext.Current.CancellationToken));
    }

    /// <param name="staged">Whether syncs write what they find down on their way, as those of large companies do.</param>
    public PortalProcess Start(string? killAt = null, bool staged = false) => PortalProcess.Start(
        Path.GetDirectoryName(_folder.Database)!,
        [.. Arguments, .. killAt is null ? [] : new[] { "--Portal:Faults:KillAt", killAt }, .. staged ? ["--Sync:RowsInMemory", "2"] : Array.Empty<string>()]);

    /// <summary>What the rows say now, as its admin may see them.</summary>
    public async Task<T> ReadAsync<T>(Func<IServiceProvider, Task<T>> read)
    {
        _here ??= Build();
        await using var ada = await Inside.EnterAsync(_here.Services, DevelopmentPersonas.Ada, Organization);
        return await read(ada.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        if (_here is not null)
        {
            await _here.DisposeAsync();
        }

        await _vendor.DisposeAsync();
        _folder.Dispose();
    }

    private PortalApplication Build() =>
        PortalApplication.Create([.. Arguments, "--Scheduling:Enabled", "false"], builder => builder.Logging.ClearProviders());
}
