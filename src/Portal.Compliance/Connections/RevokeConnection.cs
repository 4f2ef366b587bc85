using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// Ends a connection for good, in two writes. The first stops it: no sync can claim it, and one that runs can store nothing. The second
/// destroys the sealed key. Should the second fail, the state is Revoking and it is tried again until it succeeds. Runs and evidence stay.
/// </summary>
public sealed class RevokeConnection
{
    private readonly TenantScope _scope;
    private readonly ConnectionChange _change;
    private readonly FinishRevocations _finish;
    private readonly ViewRevocation _receipt;

    internal RevokeConnection(TenantScope scope, ConnectionChange change, FinishRevocations finish, ViewRevocation receipt) =>
        (_scope, _change, _finish, _receipt) = (scope, change, finish, receipt);

    /// <param name="typedName">The connection's name or account, typed by the person.</param>
    /// <param name="reason">Why; kept on the connection and in the audit log.</param>
    public async Task<Result<RevocationReceipt>> ExecuteAsync(
        Guid connectionId, string typedName, string reason, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.RevokeConnections);
        if (_scope.RequireRecentSignIn() is { } old)
        {
            return old;
        }

        IReadOnlyList<Guid> cancelled = [];
        var stopped = await _change.ExecuteAsync(connectionId, async (work, connection) =>
        {
            if (Check(connection, typedName, reason) is { } problem)
            {
                return problem;
            }

            cancelled = await StopAsync(work, connection, reason.Trim(), _scope.Actor.Name, cancellationToken);
            return null;
        }, cancellationToken);
        if (stopped.Problem is { } refused)
        {
            return refused;
        }

        _change.Stop(_scope.OrganizationId, cancelled);
        return await _finish.OneAsync(connectionId, CancellationToken.None)
            ? (await _receipt.ExecuteAsync(connectionId, CancellationToken.None))!
            : ConnectionProblems.RevocationPending;
    }

    /// <summary>The first write of a revocation.</summary>
    /// <returns>The runs that were cancelled.</returns>
    internal static Task<IReadOnlyList<Guid>> StopAsync(
        TenantWork work, Connection connection, string reason, string by, CancellationToken cancellationToken)
    {
        connection.Move(ConnectionState.Revoking);
        connection.DeletedAt = work.Now;
        connection.RevokeReason = reason;
        connection.RevokedBy = by;
        connection.PausedAt = null;
        work.Audit(AuditAction.ConnectionRevocationRequested, "connection", connection.Id, new JsonObject
        {
            ["account"] = connection.AccountLabel,
            ["name"] = connection.Name,
            ["reason"] = reason,
            ["requestedBy"] = by,
        });
        return RunEnding.CancelAsync(work, connection, null, "the connection was revoked", cancellationToken);
    }

    private static Problem? Check(Connection connection, string typedName, string reason)
    {
        var typed = typedName.Trim();
        return connection.State switch
        {
            ConnectionState.Revoked => ConnectionProblems.Revoked,
            ConnectionState.Revoking => ConnectionProblems.RevocationPending,
            _ when typed != connection.Name && typed != connection.AccountLabel => ConnectionProblems.NameDiffers,
            _ when string.IsNullOrWhiteSpace(reason) => ConnectionProblems.ReasonMissing,
            _ => null,
        };
    }
}
