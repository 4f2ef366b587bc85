using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// Ends a queued or running sync at once: its lease is taken away in this write, so the runner can store nothing any more. What it
/// collected so far is dropped.
/// </summary>
public sealed class CancelRun
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;

    internal CancelRun(TenantScope scope, ConnectionChange change) => (_scope, _change) = (scope, change);

    public async Task<Result<Done>> ExecuteAsync(Guid connectionId, Guid runId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        IReadOnlyList<Guid> cancelled = [];
        var result = await _change.ExecuteAsync(connectionId, async (work, connection) =>
        {
            if (!await work.Db.Set<ConnectorRun>().AnyAsync(r => r.ConnectionId == connectionId && r.Id == runId, cancellationToken))
            {
                return ConnectionProblems.RunUnknown;
            }

            cancelled = await RunEnding.CancelAsync(work, connection, runId, "asked for by a person", cancellationToken);
            return cancelled.Count == 0 ? ConnectionProblems.RunEnded : null;
        }, cancellationToken);
        if (result.IsOk)
        {
            _change.Stop(_scope.OrganizationId, cancelled);
        }

        return result;
    }
}
