using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
using Portal.Connectors.Sdk;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections;

/// <summary>
/// After the product clock jumped: everything that is due at the new instant happens once, in the order in which it was due. Syncs first,
/// because they may end a staleness; then the deadlines that passed; then triggers are set anew and open pages are told.
/// </summary>
public sealed partial class CatchUp
{
    private readonly TenantScopes _scopes;
    private readonly DirectoryDatabase _directory;
    private readonly OrganizationEvents _events;
    private readonly ProductClock _clock;
    private readonly ILogger<CatchUp> _log;

    internal CatchUp(TenantScopes scopes, DirectoryDatabase directory, OrganizationEvents events, ProductClock clock, ILogger<CatchUp> log) =>
        (_scopes, _directory, _events, _clock, _log) = (scopes, directory, events, clock, log);

    /// <summary>Every organization of the installation, each in its own scope.</summary>
    public async Task RunForAllAsync(CancellationToken cancellationToken = default)
    {
        foreach (var id in await OrganizationsAsync(_directory, cancellationToken))
        {
            await RunAsync(id, cancellationToken);
        }
    }

    /// <returns>When a sync that failed is to be tried again, the earliest one; null when none waits.</returns>
    public async Task<DateTimeOffset?> RunAsync(Guid organizationId, CancellationToken cancellationToken = default)
    {
        if (await _scopes.OpenAsync(organizationId, "scheduler", cancellationToken) is not { } scope)
        {
            return null;
        }

        DateTimeOffset? retry;
        await using (scope)
        {
            retry = await CatchUpAsync(scope.ServiceProvider, cancellationToken);
        }

        _events.Publish(organizationId, new Live.ClockMoved(_clock.GetUtcNow()));
        _events.Publish(organizationId, new ComplianceChanged());
        return retry;
    }

    internal static async Task<IReadOnlyList<Guid>> OrganizationsAsync(DirectoryDatabase directory, CancellationToken cancellationToken)
    {
        await using var db = directory.Open();
        return await db.Set<Organization>().AsNoTracking().OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    private async Task<DateTimeOffset?> CatchUpAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<TenantDatabase>();
        var due = services.GetRequiredService<DueWork>();
        var stale = services.GetRequiredService<MarkStale>();
        List<Connection> connections;
        await using (var db = database.Open())
        {
            connections = await db.Set<Connection>().Where(c => c.State != ConnectionState.Revoked).ToListAsync(cancellationToken);
        }

        foreach (var connection in connections.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id))
        {
            await SyncAsync(due, connection.Id, cancellationToken);
        }

        // A sync puts a deadline off and never brings one forward: whoever was not stale before is not now.
        var now = _clock.GetUtcNow();
        foreach (var connection in connections.Where(c => Wakes.IsStale(c, now)).OrderBy(Wakes.Deadline).ThenBy(c => c.Id))
        {
            await stale.ExecuteAsync(connection.Id, cancellationToken);
        }

        await services.GetRequiredService<AfterCommit>().PlanEverythingAsync(cancellationToken);
        await using var after = database.Open();
        return await after.Set<ConnectorRun>().Where(r => r.State == RunState.Queued).MinAsync(r => r.RetryAt, cancellationToken);
    }

    private async Task SyncAsync(DueWork due, Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            await due.SyncAsync(connectionId, cancellationToken);
        }
        catch (ConnectorException refused)
        {
            // Has a name, and is written down on the run; the next connection is due all the same. In scripted history it is meant.
            if (!_clock.IsScripted)
            {
                SyncRefused(connectionId, refused.Message);
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            SyncFailed(failed, connectionId);
        }
    }

    [LoggerMessage(LogLevel.Information, "The sync of connection {ConnectionId} failed while catching up with the clock: {Why}")]
    private partial void SyncRefused(Guid connectionId, string why);

    [LoggerMessage(LogLevel.Warning, "The sync of connection {ConnectionId} failed while catching up with the clock.")]
    private partial void SyncFailed(Exception failed, Guid connectionId);
}
