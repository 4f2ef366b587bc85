using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>At start: says loudly where a database that was set back as a whole would not be noticed. It stops nothing.</summary>
internal sealed partial class AnchorWatch(
    CheckpointAnchors anchors, TenantScopes scopes, DirectoryDatabase directory, ScheduleGate gate, IHostEnvironment environment, ILogger<AnchorWatch> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await gate.Opened.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
        }
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!anchors.IsOn)
        {
            if (!environment.IsDevelopment())
            {
                NotConfigured();
            }

            return;
        }

        try
        {
            foreach (var id in await CatchUp.OrganizationsAsync(directory, cancellationToken))
            {
                if (await scopes.OpenAsync(id, "start", cancellationToken) is { } scope)
                {
                    await using (scope)
                    {
                        if (await scope.ServiceProvider.GetRequiredService<ViewAnchors>().ExecuteAsync(cancellationToken) is { IsWarning: true } view)
                        {
                            NotKept(scope.ServiceProvider.GetRequiredService<TenantScope>().Tenant.Slug, view.State);
                        }
                    }
                }
            }
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            NotLooked(failed);
        }
    }

    [LoggerMessage(LogLevel.Warning, "AuditLog:AnchorFolder is not set: signed checkpoints are kept in the database only. Whoever writes the database can set it "
        + "back together with them, and the portal would sign what follows. Set it to a folder that the database's owner cannot write; see docs/audit-log.md.")]
    private partial void NotConfigured();

    [LoggerMessage(LogLevel.Warning, "The log of {Organization} has signed checkpoints that AuditLog:AnchorFolder does not hold ({State}). If the folder is not "
        + "new, somebody emptied or unmounted it: put its files back before the next checkpoint is signed; see docs/audit-log.md.")]
    private partial void NotKept(string organization, AnchorState state);

    [LoggerMessage(LogLevel.Warning, "Whether checkpoints are kept outside the database could not be looked at.")]
    private partial void NotLooked(Exception failed);
}
