using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Keys;
using Portal.Compliance.Organizations;
using Portal.Compliance.Retention;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Data.Triggers;

/// <summary>What the database itself refuses for the rows of a table, whoever asks.</summary>
internal enum RowRule
{
    /// <summary>Work in progress: rows come, change and go.</summary>
    Changing,
    /// <summary>History hangs on it: rows change, but are never deleted or replaced.</summary>
    Kept,
    /// <summary>Rows are never updated, deleted or replaced.</summary>
    WriteOnce,
}

/// <summary>The one list of those rules. Triggers in the migrations carry them out; tests hold the two together.</summary>
internal static class RowRules
{
    private static readonly Dictionary<Type, RowRule> Rules = new()
    {
        [typeof(EvidenceRecord)] = RowRule.WriteOnce,
        [typeof(EvidenceControl)] = RowRule.WriteOnce,
        [typeof(Observation)] = RowRule.WriteOnce,
        [typeof(AuditEntry)] = RowRule.WriteOnce,
        [typeof(AuditCheckpoint)] = RowRule.WriteOnce,
        [typeof(PublishedKey)] = RowRule.WriteOnce,
        [typeof(InstallationEntry)] = RowRule.WriteOnce,
        [typeof(RetentionRule)] = RowRule.WriteOnce,
        [typeof(EvidenceFreeze)] = RowRule.WriteOnce,
        [typeof(PurgePermit)] = RowRule.WriteOnce,
        [typeof(EvidencePurge)] = RowRule.WriteOnce,
        // These three leave by the purge door only: IsPurgeable.
        [typeof(EvidencePayload)] = RowRule.WriteOnce,
        [typeof(PopulationRow)] = RowRule.WriteOnce,
        [typeof(AuditDetail)] = RowRule.WriteOnce,

        [typeof(Organization)] = RowRule.Kept,
        [typeof(Person)] = RowRule.Kept,
        [typeof(Membership)] = RowRule.Kept,
        [typeof(Invitation)] = RowRule.Kept,
        [typeof(FrameworkAdoption)] = RowRule.Kept,
        [typeof(ControlScope)] = RowRule.Kept,
        [typeof(Requirement)] = RowRule.Kept,
        [typeof(Connection)] = RowRule.Kept,
        [typeof(ConnectorRun)] = RowRule.Kept,
        [typeof(Alert)] = RowRule.Kept,
        [typeof(AuditHead)] = RowRule.Kept,
        [typeof(DataKey)] = RowRule.Kept,
        [typeof(PseudonymKey)] = RowRule.Kept,
        [typeof(KeyRequest)] = RowRule.Kept,

        [typeof(SealedSubject)] = RowRule.Changing,
        [typeof(StagedDraft)] = RowRule.Changing,
        [typeof(StagedMember)] = RowRule.Changing,
        [typeof(OutboxMessage)] = RowRule.Changing,
        [typeof(AuditLogTrouble)] = RowRule.Changing,
        [typeof(InstallationSetting)] = RowRule.Changing,
        [typeof(RefusalCount)] = RowRule.Kept,
        // Only needed as long as a cookie could live.
        [typeof(EndedSession)] = RowRule.Changing,
    };

    /// <summary>
    /// Write-once, but a row goes when a permit for its organization is open: one that stands on the log's last entry, whose cut-off the row
    /// is older than, and, for evidence, in whose name a purge record of that very evidence was let in, which no freeze may hold.
    /// </summary>
    public static bool IsPurgeable(Type entity) =>
        entity == typeof(EvidencePayload) || entity == typeof(PopulationRow) || entity == typeof(AuditDetail);

    /// <exception cref="InvalidOperationException">Nobody has decided about this table yet.</exception>
    public static RowRule Of(Type entity) => Rules.TryGetValue(entity, out var rule)
        ? rule
        : throw new InvalidOperationException($"{entity.Name} has no row rule. Say in RowRules.cs whether its rows change, are kept or are write-once.");
}
