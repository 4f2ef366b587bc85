using Microsoft.Extensions.Hosting;

namespace Portal.Simulator.Hosting;

/// <summary>The process's signals belong to whoever started the simulator. The default lifetime would answer Ctrl+C for the whole process.</summary>
internal sealed class NoConsole : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
