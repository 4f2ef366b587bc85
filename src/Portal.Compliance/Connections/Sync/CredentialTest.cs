using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Data;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;
using Portal.Platform.AuditLog;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Sync;

/// <summary>The live test that a key has to pass, the same for a new connection and for a replaced key. Each test is audited; none stores anything.</summary>
internal sealed partial class CredentialTest(
    TenantDatabase database, ConnectorHttpFactory http, ProductClock clock, ILogger<CredentialTest> log)
{
    public async Task<ConnectionTestReport> ExecuteAsync(
        IConnector connector, IReadOnlyDictionary<string, string> settings, ReadOnlyMemory<byte> credential, IProgress<CheckResult> progress,
        CancellationToken cancellationToken)
    {
        var heard = new Heard(progress);
        try
        {
            return await connector.TestAsync(new ConnectorSession
            {
                Settings = settings,
                Credential = credential,
                Http = http.Create(connector.Manifest, settings),
                Clock = clock,
            }, heard, cancellationToken);
        }
        catch (ConnectorException refused)
        {
            return new ConnectionTestReport(TestVerdict.Refused, heard.Checks, [], refused.Error);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // A defect of ours must not look like a bad key, and its message may hold what must not be shown.
            TestBroke(broken, connector.Manifest.Id);
            return new ConnectionTestReport(TestVerdict.Refused, heard.Checks, [], new ConnectorError(
                ConnectorErrorCode.MalformedAnswer, "The test stopped on an answer the portal could not read. Nothing was stored. Try again, or give the trace id to support."));
        }
    }

    /// <summary>Writes down who tested which account and how it ended. The key is not part of it.</summary>
    /// <param name="connectionId">The connection whose key is replaced; null for a new one.</param>
    public async Task AuditAsync(
        IConnector connector, string account, Guid? connectionId, ConnectionTestReport report, string trace, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        Audit(work, connector, account, connectionId, report, trace);
        await work.CommitAsync(cancellationToken);
    }

    public static void Audit(TenantWork work, IConnector connector, string account, Guid? connectionId, ConnectionTestReport report, string trace)
    {
        var action = report.Verdict == TestVerdict.Refused ? AuditAction.ConnectionTestFailed : AuditAction.ConnectionTested;
        var detail = new JsonObject
        {
            ["account"] = account,
            ["connector"] = connector.Manifest.Id,
            ["error"] = report.Error?.Code.ToString(),
            ["providerStatus"] = report.Error?.ProviderStatus,
            ["trace"] = trace,
            ["verdict"] = report.Verdict.ToString(),
        };
        var (type, id) = connectionId is { } known ? ("connection", known.ToString("D")) : ("connector", connector.Manifest.Id);
        work.Audit(action, type, id, detail);
    }

    /// <summary>What the person accepted to go without: the invisible capabilities that are needed, in the connector's words.</summary>
    public static IReadOnlyList<string> Missing(ConnectionTestReport report) =>
    [
        .. report.Capabilities.Where(c => c is { Needed: true, Visible: false }).Select(c => c.Key)
            .Concat(report.Checks.Where(c => c.State == StepState.Warned && c.Fix is not null).Select(c => $"{c.Title}: {c.Fix}")),
    ];

    /// <summary>Keys are pasted: white space around them is never part of them.</summary>
    public static ReadOnlyMemory<byte> Trim(byte[] credential)
    {
        var (start, end) = (0, credential.Length);
        while (start < end && credential[start] <= (byte)' ')
        {
            start++;
        }

        while (end > start && credential[end - 1] <= (byte)' ')
        {
            end--;
        }

        return credential.AsMemory(start, end - start);
    }

    [LoggerMessage(LogLevel.Error, "The connection test of {Connector} broke.")]
    private partial void TestBroke(Exception broken, string connector);

    /// <summary>Passes the checklist on and remembers it, for a report that the connector did not get to make.</summary>
    private sealed class Heard(IProgress<CheckResult> progress) : IProgress<CheckResult>
    {
        public ImmutableList<CheckResult> Checks { get; private set; } = [];

        public void Report(CheckResult value)
        {
            Checks = Checks.With(value);
            progress.Report(value);
        }
    }
}
