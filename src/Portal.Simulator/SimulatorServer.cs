using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Portal.Simulator.Hosting;

namespace Portal.Simulator;

/// <summary>
/// A stand-in for BambooHR on loopback: real HTTP, synthetic people, and every way of failing that the connector must survive.
/// Which company is meant follows from the Host header; what the vendor does follows from the API key (see README.md).
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly World world;

    private SimulatorServer(WebApplication application, World world, Uri baseAddress)
    {
        this.application = application;
        this.world = world;
        BaseAddress = baseAddress;
        Control = new(world);
    }

    /// <summary><c>http://127.0.0.1:port/</c>. Send the vendor's own host name in the Host header to choose a company.</summary>
    public Uri BaseAddress { get; }

    public SimulatorControl Control { get; }

    /// <summary>The last requests, oldest first, without their keys.</summary>
    public IReadOnlyList<RecordedRequest> Requests => world.Log.All;

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var world = new World(options);
        var pipeline = new VendorPipeline(world);

        // An empty builder: no configuration, environment variable or log of the host process can move it off loopback.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        var application = builder.Build();
        application.Run(pipeline.HandleAsync);
        await application.StartAsync(cancellationToken);

        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new(application, world, new Uri(addresses.Single() + "/"));
    }

    public async ValueTask DisposeAsync()
    {
        // Hanging answers are part of the act: do not wait for them.
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await application.StopAsync(impatient.Token);
        await application.DisposeAsync();
    }
}
