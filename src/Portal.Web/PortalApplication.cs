using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Portal.Compliance.Data;
using Portal.Web.Demo;
using Portal.Web.Hosting;

namespace Portal.Web;

/// <summary>The program, as something that tests can start too: the same parts, the same pipeline, on a port of its own.</summary>
public sealed class PortalApplication : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HostCommand _command;

    private PortalApplication(WebApplication app, HostCommand command) => (_app, _command) = (app, command);

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens, once started.</summary>
    /// <exception cref="InvalidOperationException">It is not listening.</exception>
    public Uri BaseAddress => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The portal is not listening. Start it first."));

    /// <param name="args">Command line: configuration, and at most one command (<c>--migrate</c>, <c>--create-organization …</c>, <c>--provision</c>).</param>
    /// <param name="configure">Called last, so that a test can add configuration and replace parts.</param>
    public static PortalApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var command = HostCommand.Parse(args);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = command.Remaining,
            ApplicationName = typeof(PortalApplication).Assembly.GetName().Name,
            ContentRootPath = PortalContent.Root,
        });
        builder.AddPortalConfiguration();
        builder.AddPortalParts();
        builder.AddPortalKeys(command);
        builder.AddDemoKeyStore();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UsePortalPipeline();
        return new(app, command);
    }

    /// <summary>Runs the command on the command line, or serves until told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        if (!await PortalStart.CheckAsync(_app.Services, Console.Error))
        {
            return 2;
        }

        if (_command.IsServe)
        {
            await StartAsync(cancellationToken);
            await _app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }

        return await _command.ExecuteAsync(_app.Services, Console.Out, Console.Error, cancellationToken);
    }

    /// <summary>
    /// Brings the database up, starts to listen, and looks once more at where it really listens. A first start of the demo returns when its
    /// history is written; until then every page says how far that is.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _app.Services.GetService<IStartupValidator>()?.Validate();
        await _app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(cancellationToken);
        await DemoHosting.RepairAsync(_app.Services, cancellationToken);
        await DevelopmentPeople.EnsureAsync(_app.Services, cancellationToken);
        await DemoHosting.PrepareAsync(_app.Services, cancellationToken);
        await _app.StartAsync(cancellationToken);
        await DevelopmentSignInGuard.CheckAsync(_app, cancellationToken);
        await DemoHosting.WriteHistoryAsync(_app.Services, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
