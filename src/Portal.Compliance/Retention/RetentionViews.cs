namespace Portal.Compliance.Retention;

/// <summary>What the retention page shows.</summary>
/// <param name="EvidenceDueBefore">Payloads whose evidence was last seen before this are due.</param>
/// <param name="AuditDetailsDueBefore">Details of entries from before this are due.</param>
/// <param name="Waiting">A change that comes into force after its grace period.</param>
public sealed record RetentionView(
    RetentionTerms Terms, DateTimeOffset EvidenceDueBefore, DateTimeOffset AuditDetailsDueBefore, WaitingTerms? Waiting,
    IReadOnlyList<RetentionChange> Changes, PurgePreview Due);

/// <param name="PurgesFrom">No purge follows these terms before this instant.</param>
public sealed record WaitingTerms(RetentionTerms Terms, DateTimeOffset PurgesFrom, DateTimeOffset EvidenceDueBefore, DateTimeOffset AuditDetailsDueBefore);

public sealed record RetentionChange(RetentionTerms Terms, string Reason, string ChangedBy, DateTimeOffset ChangedAt, DateTimeOffset EffectiveFrom);

/// <summary>What a purge would do now.</summary>
/// <param name="Held">Evidence that is old enough, but that an assessment holds.</param>
public sealed record PurgePreview(DueStretch Evidence, int Members, int Held, DueStretch AuditDetails)
{
    public bool IsEmpty => Evidence.Count == 0 && AuditDetails.Count == 0;
}

/// <summary>How much is due, from when to when.</summary>
public sealed record DueStretch(int Count, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>What a purge did.</summary>
/// <param name="Subjects">Sealed vendor ids that no population refers to any more.</param>
public sealed record PurgeOutcome(int Evidence, int Members, int Subjects, int AuditDetails);

/// <summary>When, by whom and under which rule a piece of evidence lost its payload.</summary>
/// <param name="Sequence">The audit entry that announced it.</param>
public sealed record EvidencePurgeView(DateTimeOffset At, string By, int Months, DateTimeOffset CutOff, int Members, long Sequence);

public sealed record EvidenceFreezeView(string Label, DateTimeOffset FrozenAt, DateTimeOffset FrozenUntil);
