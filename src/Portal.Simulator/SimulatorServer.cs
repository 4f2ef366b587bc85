using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Simulator.Hosting;

namespace Portal.Simulator;

/// <summary>
/// A stand-in for BambooHR on loopback: real HTTP, synthetic people, and every way of failing that the connector must survive.
/// Which company is meant follows from the Host header; what the vendor does follows from the API key (see README.md).
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication _application;
    private readonly VendorPipeline _pipeline;
    private readonly World _world;

    private SimulatorServer(World world, VendorPipeline pipeline, WebApplication application)
    {
        _world = world;
        _pipeline = pipeline;
        _application = application;
        BaseAddress = new(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/");
        Control = new(world);
    }

    /// <summary><c>http://127.0.0.1:port/</c>. Send the vendor's own host name in the Host header to choose a company.</summary>
    public Uri BaseAddress { get; }

    public SimulatorControl Control { get; }

    /// <summary>The last requests, oldest first, without their keys.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _world.Log.All;

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
        builder.Services.AddSingleton<IHostLifetime, NoConsole>();
        var application = builder.Build();
        application.Run(pipeline.HandleAsync);
        await application.StartAsync(cancellationToken);
        return new(world, pipeline, application);
    }

    /// <summary>
    /// Answers in memory what the server would answer on the wire, for work in bulk such as writing a year of history. The host of
    /// the request URI, or its Host header, chooses the company. A reset shows as a failed request, never as a failed body.
    /// </summary>
    public HttpMessageHandler CreateHandler() => new InMemoryHandler(_pipeline.HandleAsync);

    public async ValueTask DisposeAsync()
    {
        // Hanging answers are part of the act: do not wait for them.
        using var impatient = new CancellationTokenSource(PatienceAtStop);
        await _application.StopAsync(impatient.Token);
        await _application.DisposeAsync();
    }
}
