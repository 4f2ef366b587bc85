using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Live;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Frameworks;

/// <summary>A real database with the framework and coverage slices, and short ways to put rows of the sync path into it.</summary>
internal static class FrameworkWorld
{
    public const string Leavers = "bamboohr.terminations";
    public const string Active = "bamboohr.active_employees";
    public const string Onboarding = "bamboohr.onboarding_completion";

    public static Task<TestDatabase> CreateAsync(DatabaseEngine engine = DatabaseEngine.Sqlite) => TestDatabase.CreateAsync(engine, services => services
        .AddSingleton<OrganizationEvents>()
        .AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: true)
        .AddFrameworks()
        .AddCoverage());

    public static async Task<Guid> AddConnectionAsync(
        this TestDatabase database, Tenant tenant, DateTimeOffset createdAt, DateTimeOffset? revokedAt = null, string name = "BambooHR")
    {
        var id = Guid.CreateVersion7(createdAt);
        await using var db = database.Rows(tenant);
        db.Add(new Connection
        {
            OrganizationId = tenant.OrganizationId,
            Id = id,
            Connector = "bamboohr",
            Name = name,
            AccountLabel = $"{id:N}.bamboohr.com",
            SettingsJson = "{}",
            State = revokedAt is null ? ConnectionState.Active : ConnectionState.Revoked,
            CreatedAt = createdAt,
            DeletedAt = revokedAt,
            Cadence = TimeSpan.FromHours(24),
            Grace = TimeSpan.FromHours(2),
            StaleAfter = TimeSpan.FromHours(48),
            CredentialVersion = 1,
            CredentialSetAt = createdAt,
            NextDueAt = createdAt,
            ConsecutiveFailures = 0,
            LeaseEpoch = 0,
        });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>One run that observed the kinds; a new piece of evidence for each.</summary>
    public static async Task<Guid> AddRunAsync(
        this TestDatabase database, Tenant tenant, Guid connection, DateTimeOffset asOf, IReadOnlyDictionary<string, EvidenceResult> results,
        bool accepted = true, string? reason = null, string? rung = null)
    {
        await using var db = database.Rows(tenant);
        var run = new ConnectorRun
        {
            OrganizationId = tenant.OrganizationId,
            Id = Guid.CreateVersion7(asOf),
            ConnectionId = connection,
            Trigger = RunTrigger.Schedule,
            Slot = asOf.ToString("O"),
            State = accepted ? RunState.Succeeded : RunState.Quarantined,
            QueuedAt = asOf.AddMinutes(-1),
            StartedAt = asOf.AddMinutes(-1),
            FinishedAt = asOf,
            Attempt = 1,
            LeaseEpoch = 1,
            RequestedBy = "system:scheduler",
            ConnectorVersion = "1.0.0",
            StepsJson = "[]",
        };
        db.Add(run);
        foreach (var (kind, result) in results)
        {
            var evidence = new EvidenceRecord
            {
                OrganizationId = tenant.OrganizationId,
                Id = Guid.CreateVersion7(asOf),
                ConnectionId = connection,
                Kind = kind,
                SchemaVersion = 1,
                Subject = "acme",
                Fingerprint = Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray(),
                Result = result,
                ReasonCode = result == EvidenceResult.Satisfied ? null : reason ?? "api_error",
                Rung = rung,
                FirstRunId = run.Id,
                FirstObservedAt = asOf,
            };
            db.Add(evidence);
            db.Add(new Observation
            {
                OrganizationId = tenant.OrganizationId,
                Id = Guid.CreateVersion7(asOf),
                EvidenceId = evidence.Id,
                ConnectionId = connection,
                Kind = kind,
                RunId = run.Id,
                AsOf = asOf,
                Accepted = accepted,
                Result = result,
                ReasonCode = evidence.ReasonCode,
                ProvenanceJson = "{}",
            });
        }

        await db.SaveChangesAsync();
        return run.Id;
    }

    public static Dictionary<string, EvidenceResult> AllSatisfied() => new()
    {
        [Leavers] = EvidenceResult.Satisfied,
        [Active] = EvidenceResult.Satisfied,
        [Onboarding] = EvidenceResult.Satisfied,
    };

    /// <summary>Action, subject and detail of every entry, oldest first.</summary>
    public static async Task<IReadOnlyList<(string Action, string Subject, JsonNode Detail)>> AuditAsync(this TestDatabase database, Tenant tenant)
    {
        await using var db = database.Rows(tenant);
        var entries = await db.Set<AuditEntry>().OrderBy(e => e.Sequence).ToListAsync();
        var details = await db.Set<AuditDetail>().ToDictionaryAsync(d => d.Sequence, d => JsonNode.Parse(Encoding.UTF8.GetString(d.DetailJson))!);
        return [.. entries.Select(e => (e.Action, e.SubjectId, details[e.Sequence]))];
    }
}
