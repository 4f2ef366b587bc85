using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Connections.Sync;

/// <summary>What a passed test leads to.</summary>
internal sealed record NewConnection(
    Guid Id, IConnector Connector, SettingsReading Reading, byte[] SealedCredential, ConnectionTestReport Report, string Trace);

/// <summary>The one transaction of connecting: connection, the requirements it brings, the first run and what the audit log says of them.</summary>
internal sealed class StoreConnection(TenantDatabase database, ClaimRun claim, ConnectionNotices notices, FaultInjection faults)
{
    public const int FirstVersion = 1;

    /// <returns>The first run; null when the account was connected meanwhile.</returns>
    /// <exception cref="KeyStoreException">The key that sealed the credential was destroyed meanwhile.</exception>
    public async Task<Guid?> ExecuteAsync(NewConnection made, CancellationToken cancellationToken)
    {
        Guid runId;
        await using (var work = await database.BeginAsync(cancellationToken))
        {
            if (await IsConnectedAsync(work.Db, made, cancellationToken))
            {
                return null;
            }

            await CredentialVault.RequireOpenableAsync(work, made.SealedCredential, cancellationToken);
            var connection = Row(work, made, await NameAsync(work.Db, made, cancellationToken));
            work.Db.Add(connection);
            runId = claim.Queue(work, connection, RunTrigger.Connect, null, work.NewId()).Id;
            CredentialTest.Audit(work, made.Connector, made.Reading.AccountLabel, made.Id, made.Report, made.Trace);
            work.Audit(AuditAction.ConnectionConnected, "connection", made.Id, new JsonObject
            {
                ["account"] = connection.AccountLabel,
                ["connector"] = connection.Connector,
                ["connectorVersion"] = made.Connector.Manifest.Version,
                ["run"] = runId.ToString("D"),
                ["settings"] = JsonNode.Parse(connection.SettingsJson),
            });
            if (connection.LimitedConsentJson is { } missing)
            {
                work.Audit(AuditAction.ConnectionLimitedConsent, "connection", made.Id, new JsonObject { ["missing"] = JsonNode.Parse(missing) });
            }

            await ManifestRequirements.EnsureAsync(work, made.Connector.Manifest, cancellationToken);
            Outbox.PlanSchedule(work, made.Id);
            try
            {
                await work.CommitAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                await using var db = database.Open();
                if (await IsConnectedAsync(db, made, cancellationToken))
                {
                    return null;
                }

                throw;
            }
        }

        faults.Reach(SyncFaultPoints.AfterConnectCommit);
        await notices.RunChangedAsync(made.Id, runId);
        return runId;
    }

    private static Connection Row(TenantWork work, NewConnection made, string name)
    {
        var manifest = made.Connector.Manifest;
        return new Connection
        {
            OrganizationId = work.OrganizationId,
            Id = made.Id,
            Connector = manifest.Id,
            Name = name,
            AccountLabel = made.Reading.AccountLabel,
            SettingsJson = SyncJson.WriteSettings(made.Reading.Settings),
            State = ConnectionState.Active,
            CreatedAt = work.Now,
            Cadence = manifest.Cadence,
            Grace = manifest.Grace,
            StaleAfter = manifest.StaleAfter,
            SealedCredential = made.SealedCredential,
            CredentialVersion = FirstVersion,
            CredentialSetAt = work.Now,
            LimitedConsentJson = made.Report.Verdict == TestVerdict.Limited ? SyncJson.Write(CredentialTest.Missing(made.Report)) : null,
            CapabilitiesJson = SyncJson.Write(made.Report.Capabilities),
            NextDueAt = SyncSlots.After(made.Id, manifest.Cadence, work.Now),
            ConsecutiveFailures = 0,
            LeaseEpoch = 0,
        };
    }

    private static Task<bool> IsConnectedAsync(PortalDbContext db, NewConnection made, CancellationToken cancellationToken)
    {
        var (connector, account) = (made.Connector.Manifest.Id, made.Reading.AccountLabel);
        return db.Set<Connection>().AnyAsync(
            c => c.Connector == connector && c.AccountLabel == account && c.State != ConnectionState.Revoked, cancellationToken);
    }

    /// <summary>The connector's name, and the account with it when the organization has had another.</summary>
    private static async Task<string> NameAsync(PortalDbContext db, NewConnection made, CancellationToken cancellationToken)
    {
        var connector = made.Connector.Manifest.Id;
        return await db.Set<Connection>().AnyAsync(c => c.Connector == connector, cancellationToken)
            ? $"{made.Connector.Manifest.Name} ({made.Reading.AccountLabel})"
            : made.Connector.Manifest.Name;
    }
}
