using Portal.Compliance.Keys;
using Portal.Connectors.Sdk;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Sync;

/// <summary>A key on its way in.</summary>
/// <param name="Account">The account as people know it, for the audit log.</param>
/// <param name="Replaced">The connection whose key it replaces; null for a new one.</param>
/// <param name="AcceptLimited">A person agreed to go without what the key cannot read.</param>
internal sealed record IncomingKey(
    IConnector Connector, IReadOnlyDictionary<string, string> Settings, string Account, Guid? Replaced, ReadOnlyMemory<byte> Credential,
    bool AcceptLimited);

/// <summary>How a test that may be stored ended, with the id under which its traces are found.</summary>
internal sealed record PassedTest(ConnectionTestReport Report, string Trace);

/// <summary>
/// The one way in for a key, new or replaced: our own key store is asked first, so that nobody's vendor hears of a key that could not be kept;
/// then the vendor, if not too many keys were tried lately; then the person, where evidence would be limited; only then is it stored. Every
/// test is audited, whatever comes of it.
/// </summary>
internal sealed class KeyIntake(TenantScope scope, ConnectionTestLimits limits, ProductClock clock, CredentialTest test, CredentialVault vault)
{
    /// <param name="store">Seals and stores, and audits the test in the same transaction. Throws <see cref="KeyStoreException"/> where it cannot seal.</param>
    public async Task<ConnectOutcome> ExecuteAsync(
        IncomingKey key, Func<PassedTest, Task<ConnectOutcome>> store, IProgress<CheckResult> progress, CancellationToken cancellationToken)
    {
        var trace = SyncFailure.Trace();
        if (await vault.RefusalAsync(cancellationToken) is { } notReady)
        {
            return new ConnectOutcome.KeyStoreDown(notReady, trace);
        }

        try
        {
            await vault.RequireSealingAsync(cancellationToken);
        }
        catch (KeyStoreException down)
        {
            return new ConnectOutcome.KeyStoreDown(KeyStoreWords.Problem(down, "Nothing was saved."), trace);
        }

        if (limits.Take(scope) is { } wait)
        {
            return new ConnectOutcome.TooManyTests(ConnectionProblems.TooManyTests(clock.GetUtcNow() + wait, scope.Tenant.Zone, wait));
        }

        var report = await test.ExecuteAsync(key.Connector, key.Settings, key.Credential, progress, cancellationToken);
        if (report.Verdict == TestVerdict.Refused || (report.Verdict == TestVerdict.Limited && !key.AcceptLimited))
        {
            await AuditAsync();
            return report.Verdict == TestVerdict.Refused ? new ConnectOutcome.Refused(report, trace) : new ConnectOutcome.NeedsConsent(report);
        }

        try
        {
            return await store(new PassedTest(report, trace));
        }
        catch (KeyStoreException down)
        {
            await AuditAsync();
            return new ConnectOutcome.KeyStoreDown(KeyStoreWords.Problem(down, "Nothing was saved."), trace);
        }

        Task AuditAsync() => test.AuditAsync(key.Connector, key.Account, key.Replaced, report, trace, cancellationToken);
    }
}
