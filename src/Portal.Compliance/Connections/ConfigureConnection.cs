using System.Text.Json.Nodes;
using Portal.Compliance.Connections.Sync;
using Portal.Connectors;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// Changes settings such as the company zone, onboarding task lists and thresholds, from the next sync on. The account never changes: its
/// evidence belongs to it for ever.
/// </summary>
public sealed class ConfigureConnection
{
    private readonly TenantScope _scope;
    private readonly Catalog _catalog;
    private readonly ConnectionChange _change;

    internal ConfigureConnection(TenantScope scope, Catalog catalog, ConnectionChange change) => (_scope, _catalog, _change) = (scope, catalog, change);

    /// <param name="settings">Field key → value; fields left out stay, an empty value takes the default again.</param>
    public Task<Result<Done>> ExecuteAsync(
        Guid connectionId, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        return _change.ExecuteAsync(connectionId, (work, connection) => Task.FromResult(Apply(work, connection, settings)), cancellationToken);
    }

    private Problem? Apply(Data.TenantWork work, Connection connection, IReadOnlyDictionary<string, string> settings)
    {
        if (connection.State is ConnectionState.Revoking or ConnectionState.Revoked)
        {
            return ConnectionProblems.Revoked;
        }

        var connector = _catalog.Require(connection.Connector);
        var before = SyncJson.ReadSettings(connection.SettingsJson);
        var merged = before.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            merged[key] = value;
        }

        var reading = connector.ReadSettings(SettingDefaults.Fill(connector.Manifest, merged, _scope.Tenant));
        if (!reading.IsValid)
        {
            var (field, error) = reading.Errors.OrderBy(e => e.Key, StringComparer.Ordinal).First();
            return ConnectionProblems.InvalidSetting(field, error);
        }

        if (!string.Equals(reading.AccountLabel, connection.AccountLabel, StringComparison.Ordinal))
        {
            return ConnectionProblems.AccountChanges;
        }

        var after = SyncJson.WriteSettings(reading.Settings);
        if (!string.Equals(after, connection.SettingsJson, StringComparison.Ordinal))
        {
            work.Audit(AuditAction.ConnectionSettingsChanged, "connection", connection.Id, new JsonObject
            {
                ["after"] = JsonNode.Parse(after),
                ["before"] = JsonNode.Parse(connection.SettingsJson),
            });
            connection.SettingsJson = after;
        }

        return null;
    }
}
