using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Compliance.Organizations;
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

    public async Task RunAsync(Guid organizationId, CancellationToken cancellationToken = default)
    {
        if (await _scopes.OpenAsync(organizationId, "scheduler", cancellationToken) is not { } scope)
        {
            return;
        }

        await using (scope)
        {
            await CatchUpAsync(scope.ServiceProvider, cancellationToken);
        }

        _events.Publish(organizationId, new Live.ClockMoved(_clock.GetUtcNow()));
        _events.Publish(organizationId, new ComplianceChanged());
    }

    internal static async Task<IReadOnlyList<Guid>> OrganizationsAsync(DirectoryDatabase directory, CancellationToken cancellationToken)
    {
        await using var db = directory.Open();
        return await db.Set<Organization>().AsNoTracking().OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    private async Task CatchUpAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var due = services.GetRequiredService<DueWork>();
        var stale = services.GetRequiredService<MarkStale>();
        List<Connection> connections;
        await using (var db = services.GetRequiredService<TenantDatabase>().Open())
        {
            connections = await db.Set<Connection>().ToListAsync(cancellationToken);
        }

        foreach (var connection in connections.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id))
        {
            await SyncAsync(due, connection.Id, cancellationToken);
        }

        foreach (var connection in connections.OrderBy(Wakes.Deadline).ThenBy(c => c.Id))
        {
            await stale.ExecuteAsync(connection.Id, cancellationToken);
        }

        await services.GetRequiredService<AfterCommit>().PlanEverythingAsync(cancellationToken);
    }

    private async Task SyncAsync(DueWork due, Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            await due.SyncAsync(connectionId, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Written down on the run already; the next connection is due all the same.
            SyncFailed(failed, connectionId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The sync of connection {ConnectionId} failed while catching up with the clock.")]
    private partial void SyncFailed(Exception failed, Guid connectionId);
}
