using Microsoft.Extensions.Options;
using Portal.Connectors.Sdk.Http;
using Portal.Platform.Time;
using Portal.Simulator;

namespace Portal.Web.Demo;

/// <summary>
/// The simulated BambooHR that the demo's connections talk to, over real HTTP on loopback. It lives at the product's instant. Only while
/// history is written does it answer in memory, in the asynchronous flow of whoever asks: that flow has an instant of its own.
/// </summary>
internal sealed class DemoVendor(ProductClock clock, IOptions<DemoOptions> options, IOptionsMonitorCache<ConnectorHttpOptions> addresses) : IAsyncDisposable
{
    public const string ConnectorId = "bamboohr";

    private SimulatorServer? _server;
    private HttpMessageInvoker? _inMemory;

    /// <summary>Null until it is started.</summary>
    public Uri? BaseAddress => _server?.BaseAddress;

    public SimulatorControl Control => _server?.Control ?? throw new InvalidOperationException("The simulated vendor is not running yet.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { Clock = clock, Port = options.Value.SimulatorPort }, cancellationToken);
        // The connector's options were read, for validation, before there was an address to put into them.
        addresses.TryRemove(ConnectorId);
    }

    /// <summary>Until disposed: no socket, and no pause before a request that failed is repeated.</summary>
    public IDisposable AnswerInMemory()
    {
        _inMemory = new HttpMessageInvoker(_server!.CreateHandler());
        return new InMemory(this);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Stands before everything else that a connector's request passes.</summary>
    public sealed class Door(DemoVendor vendor) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            vendor._inMemory?.SendAsync(request, cancellationToken) ?? base.SendAsync(request, cancellationToken);
    }

    private sealed class InMemory(DemoVendor vendor) : IDisposable
    {
        public void Dispose() => vendor._inMemory = null;
    }
}
