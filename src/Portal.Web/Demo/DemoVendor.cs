using Microsoft.Extensions.Options;
using Portal.Connectors.Sdk.Http;
using Portal.Simulator;

namespace Portal.Web.Demo;

/// <summary>The simulated BambooHR that the demo's connections talk to, over real HTTP on loopback.</summary>
internal sealed class DemoVendor(DemoVendorClock clock, IOptions<DemoOptions> options, IOptionsMonitorCache<ConnectorHttpOptions> addresses) : IAsyncDisposable
{
    public const string ConnectorId = "bamboohr";

    private SimulatorServer? _server;

    /// <summary>Null until it is started.</summary>
    public Uri? BaseAddress => _server?.BaseAddress;

    public SimulatorControl Control => _server?.Control ?? throw new InvalidOperationException("The simulated vendor is not running yet.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = clock, Port = options.Value.SimulatorPort }, cancellationToken);
        // The connector's options were read, for validation, before there was an address to put into them.
        addresses.TryRemove(ConnectorId);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
