using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// Replaces a connection's key after the same live test as connecting. History stays; the alert about a refused key resolves; a sync is
/// queued. A sync still running with the old key is cancelled, so that its refusal cannot be blamed on the new one.
/// </summary>
public sealed class ReplaceCredential
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly Catalog _catalog;
    private readonly KeyIntake _intake;
    private readonly CredentialVault _vault;
    private readonly ClaimRun _claim;
    private readonly ConnectionChange _change;

    internal ReplaceCredential(
        TenantScope scope, TenantDatabase database, Catalog catalog, KeyIntake intake, CredentialVault vault, ClaimRun claim, ConnectionChange change) =>
        (_scope, _database, _catalog, _intake, _vault, _claim, _change) = (scope, database, catalog, intake, vault, claim, change);

    /// <param name="credential">UTF-8; zeroed before this returns, whatever happens.</param>
    public async Task<ConnectOutcome> ExecuteAsync(
        Guid connectionId, byte[] credential, bool acceptLimited, IProgress<CheckResult> progress, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        try
        {
            return await ReplaceAsync(connectionId, CredentialTest.Trim(credential), acceptLimited, progress, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(credential);
        }
    }

    private async Task<ConnectOutcome> ReplaceAsync(
        Guid connectionId, ReadOnlyMemory<byte> credential, bool acceptLimited, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        Connection? connection;
        await using (var db = _database.Open())
        {
            connection = await db.Set<Connection>().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        }

        if (connection is not { State: ConnectionState.Active or ConnectionState.Paused or ConnectionState.NeedsReauth })
        {
            return new ConnectOutcome.NotPossible(connection is null ? ConnectionProblems.Unknown : ConnectionProblems.Revoked);
        }

        var connector = _catalog.Require(connection.Connector);
        if (credential.IsEmpty)
        {
            var secret = connector.Manifest.Fields.Single(f => f.Secret);
            return new ConnectOutcome.InvalidInput(new Dictionary<string, string> { [secret.Key] = $"Paste the {secret.Label.ToLowerInvariant()}." });
        }

        var settings = SyncJson.ReadSettings(connection.SettingsJson);
        var key = new IncomingKey(connector, settings, connection.AccountLabel, connectionId, credential, acceptLimited);
        return await _intake.ExecuteAsync(key, passed => StoreAsync(key, connection.CredentialVersion + 1, passed, cancellationToken), progress, cancellationToken);
    }

    /// <exception cref="KeyStoreException"/>
    private async Task<ConnectOutcome> StoreAsync(
        IncomingKey key, int version, PassedTest passed, CancellationToken cancellationToken)
    {
        var connectionId = key.Replaced!.Value;
        var report = passed.Report;
        var blob = await _vault.SealAsync(connectionId, version, key.Credential, cancellationToken);
        IReadOnlyList<Guid> cancelled = [];
        var runId = Guid.Empty;
        var result = await _change.ExecuteAsync(connectionId, async (work, connection) =>
        {
            if (connection.CredentialVersion != version - 1)
            {
                // The seal is bound to a version that is gone.
                return connection.State is ConnectionState.Revoking or ConnectionState.Revoked ? ConnectionProblems.Revoked : ConnectionProblems.KeyChanged;
            }

            await CredentialVault.RequireOpenableAsync(work, blob, cancellationToken);
            cancelled = await RunEnding.CancelAsync(work, connection, null, "the key was replaced", cancellationToken);
            connection.SealedCredential = blob;
            connection.CredentialVersion = version;
            connection.CredentialSetAt = work.Now;
            connection.CapabilitiesJson = SyncJson.Write(report.Capabilities);
            connection.LimitedConsentJson = report.Verdict == TestVerdict.Limited ? SyncJson.Write(CredentialTest.Missing(report)) : null;
            connection.ConsecutiveFailures = 0;
            if (connection.State == ConnectionState.NeedsReauth)
            {
                connection.Move(ConnectionState.Active);
            }

            CredentialTest.Audit(work, key.Connector, connection.AccountLabel, connectionId, report, passed.Trace);
            work.Audit(AuditAction.ConnectionReauthenticated, "connection", connectionId, new JsonObject { ["credentialVersion"] = version });
            if (connection.LimitedConsentJson is { } missing)
            {
                work.Audit(AuditAction.ConnectionLimitedConsent, "connection", connectionId, new JsonObject { ["missing"] = JsonNode.Parse(missing) });
            }

            await AnswerAlertsAsync(work, connection, cancellationToken);
            runId = connection.State == ConnectionState.Active
                ? _claim.Queue(work, connection, RunTrigger.KeyReplaced, null, work.NewId()).Id
                : connection.LastRunId ?? Guid.Empty;
            return null;
        }, cancellationToken);
        _change.Stop(_scope.OrganizationId, cancelled);
        return result.Problem is { } problem
            ? new ConnectOutcome.NotPossible(problem)
            : new ConnectOutcome.Connected(connectionId, runId);
    }

    /// <summary>
    /// The key is answered for. Staleness that had joined its alert is answered by the sync that the key brings; where there is none, because
    /// the connection is paused, it stands by itself again.
    /// </summary>
    private async Task AnswerAlertsAsync(TenantWork work, Connection connection, CancellationToken cancellationToken)
    {
        var alerts = await AlertBook.OpenAsync(work, connection, cancellationToken);
        alerts.Resolve(AlertCause.KeyRefused, $"The key was replaced by {_scope.Actor.Name} and passed the test.");
        if (connection.State != ConnectionState.Active && Wakes.IsStale(connection, work.Now))
        {
            alerts.RaiseStale(Wakes.Deadline(connection));
        }
    }
}
