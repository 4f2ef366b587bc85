using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Alerts;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Connections.Sync;

/// <summary>The second half of a revocation: the sealed key is destroyed and that is written down. Tried again until it is done.</summary>
internal sealed partial class FinishRevocations(
    TenantDatabase database, CredentialVault vault, ConnectionNotices notices, ILogger<FinishRevocations> log)
{
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        List<Guid> pending;
        await using (var db = database.Open())
        {
            pending = await db.Set<Connection>().Where(c => c.State == ConnectionState.Revoking).Select(c => c.Id).ToListAsync(cancellationToken);
        }

        foreach (var connection in pending)
        {
            await OneAsync(connection, cancellationToken);
        }
    }

    /// <returns>Whether the key is destroyed now.</returns>
    public async Task<bool> OneAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            await DestroyAsync(connectionId, cancellationToken);
        }
        catch (Exception later) when (later is not OperationCanceledException)
        {
            NotYet(later, connectionId);
            return false;
        }

        vault.Evict();
        await notices.ConnectionChangedAsync(connectionId);
        return true;
    }

    private async Task DestroyAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        var connection = await work.Db.Set<Connection>().SingleAsync(c => c.Id == connectionId, cancellationToken);
        if (connection.State != ConnectionState.Revoking)
        {
            return;
        }

        connection.DestroyedCredentialSha256 = Convert.ToHexStringLower(SHA256.HashData(connection.SealedCredential ?? []));
        connection.SealedCredential = null;
        connection.CredentialVersion++;
        connection.Move(ConnectionState.Revoked);
        RunLease.Revoke(connection);
        (await AlertBook.OpenAsync(work, connection, cancellationToken)).ResolveAll($"The connection was revoked by {connection.RevokedBy}.");
        work.Audit(AuditAction.ConnectionRevoked, "connection", connectionId, new JsonObject
        {
            ["account"] = connection.AccountLabel,
            ["credentialSha256"] = connection.DestroyedCredentialSha256,
            ["credentialVersion"] = connection.CredentialVersion,
            ["name"] = connection.Name,
            ["reason"] = connection.RevokeReason,
            ["requestedBy"] = connection.RevokedBy,
        });
        Outbox.PlanSchedule(work, connectionId);
        await work.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The sealed key of connection {ConnectionId} could not be destroyed yet; its state stays Revoking.")]
    private partial void NotYet(Exception later, Guid connectionId);
}
