using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// Tests the key live and, only after it passed, seals and stores it and starts the first sync. Connection, requirements, first run and
/// audit entries are one transaction; a test that fails is audited and stores neither key nor connection.
/// </summary>
public sealed class ConnectConnector
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly Catalog _catalog;
    private readonly KeyIntake _intake;
    private readonly CredentialVault _vault;
    private readonly StoreConnection _store;

    internal ConnectConnector(
        TenantScope scope, TenantDatabase database, Catalog catalog, KeyIntake intake, CredentialVault vault, StoreConnection store) =>
        (_scope, _database, _catalog, _intake, _vault, _store) = (scope, database, catalog, intake, vault, store);

    /// <param name="request">Its credential is zeroed before this returns, whatever happens.</param>
    public async Task<ConnectOutcome> ExecuteAsync(
        ConnectRequest request, IProgress<CheckResult> progress, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageConnections);
        try
        {
            return await ConnectAsync(request, progress, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(request.Credential);
        }
    }

    private async Task<ConnectOutcome> ConnectAsync(ConnectRequest request, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        var connector = _catalog.Require(request.Connector);
        var credential = CredentialTest.Trim(request.Credential);
        var reading = connector.ReadSettings(SettingDefaults.Fill(connector.Manifest, request.Input, _scope.Tenant));
        if (InputErrors(connector.Manifest, reading, credential) is { Count: > 0 } errors)
        {
            return new ConnectOutcome.InvalidInput(errors);
        }

        if (await DuplicateAsync(connector.Manifest.Id, reading.AccountLabel, cancellationToken) is { } duplicate)
        {
            return duplicate;
        }

        var key = new IncomingKey(connector, reading.Settings, reading.AccountLabel, null, credential, request.AcceptLimited);
        return await _intake.ExecuteAsync(key, passed => StoreAsync(connector, reading, credential, passed, cancellationToken), progress, cancellationToken);
    }

    /// <exception cref="KeyStoreException"/>
    private async Task<ConnectOutcome> StoreAsync(
        IConnector connector, SettingsReading reading, ReadOnlyMemory<byte> credential, PassedTest passed, CancellationToken cancellationToken)
    {
        var connectionId = _database.NewId();
        var blob = await _vault.SealAsync(connectionId, StoreConnection.FirstVersion, credential, cancellationToken);
        return await _store.ExecuteAsync(new NewConnection(connectionId, connector, reading, blob, passed.Report, passed.Trace), cancellationToken) is { } run
            ? new ConnectOutcome.Connected(connectionId, run)
            : await DuplicateAsync(connector.Manifest.Id, reading.AccountLabel, cancellationToken)
                ?? throw new InvalidOperationException("Another connection of the account was there a moment ago and is gone.");
    }

    private async Task<ConnectOutcome.Duplicate?> DuplicateAsync(string connector, string account, CancellationToken cancellationToken)
    {
        await using var db = _database.Open();
        var existing = await db.Set<Connection>()
            .Where(c => c.Connector == connector && c.AccountLabel == account && c.State != ConnectionState.Revoked)
            .Select(c => new { c.Id, c.Name }).FirstOrDefaultAsync(cancellationToken);
        return existing is null ? null : new ConnectOutcome.Duplicate(existing.Id, existing.Name);
    }

    private static IReadOnlyDictionary<string, string> InputErrors(
        ConnectorManifest manifest, SettingsReading reading, ReadOnlyMemory<byte> credential)
    {
        if (!credential.IsEmpty)
        {
            return reading.Errors;
        }

        var secret = manifest.Fields.Single(f => f.Secret);
        return new Dictionary<string, string>(reading.Errors) { [secret.Key] = $"Paste the {secret.Label.ToLowerInvariant()}." };
    }
}
