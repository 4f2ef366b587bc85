using System.Globalization;
using System.Text.Json;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Retention;

/// <summary>Follows the entries about purges in the log's order. A purge is two entries that stand side by side: one announces, one tells what went.</summary>
internal sealed class PurgeReading
{
    private readonly List<RetentionRule> _rules = [];
    private readonly Dictionary<string, Purge> _purges = new(StringComparer.Ordinal);
    private readonly List<PurgedDetails> _details = [];
    private readonly Dictionary<Guid, long> _evidence = [];
    private readonly FreezeReading _freezes = new();
    private AuditFault? _fault;
    private Purge? _open;

    public void Take(long sequence, DateTimeOffset at, string action, string subject, JsonElement? detail)
    {
        if (detail is not { } says)
        {
            // The log's own verification misses it: these details are never purged.
            _open = null;
            return;
        }

        if (action == AuditAction.RetentionChanged.Code())
        {
            _rules.Add(Rule(Guid.Parse(subject), at, says));
        }
        else if (action == AuditAction.EvidenceFrozen.Code())
        {
            _freezes.Take(sequence, at, subject, says);
        }
        else if (action == AuditAction.PurgePermitted.Code())
        {
            LeftOpen();
            _open = new Purge(
                sequence, at, Enum.Parse<PurgeTarget>(says.GetProperty("what").GetString()!), says.GetProperty("rule").GetString(),
                says.GetProperty("months").GetInt32(), Instant(says, "cutOff"));
            if (!_purges.TryAdd(subject, _open) || !IsAllowed(_open, at))
            {
                _fault ??= Fault(sequence, "a purge under the rule in force", $"{_open.What} older than {_open.CutOff:O} under rule {_open.Rule ?? "none"}");
            }
        }
        else
        {
            TakeClosing(sequence, action, subject, says);
        }
    }

    /// <param name="permits">Rows, read before the entries.</param>
    /// <param name="size">How long the log was before that; later purges need no rows among these.</param>
    public PurgesTold Close(IReadOnlyList<PurgePermit> permits, IReadOnlyList<EvidencePurge> records, IReadOnlyList<FreezeRow> freezes, long size)
    {
        LeftOpen();
        var rows = permits.ToDictionary(p => p.Id.ToString("D"), StringComparer.Ordinal);
        var members = records.ToLookup(r => r.PermitId);
        foreach (var (subject, row) in rows)
        {
            _fault ??= _purges.TryGetValue(subject, out var purge) && purge.IsToldBy(row) && purge.AreToldBy(members[row.Id]) ? null
                : Fault(row.Sequence, "a permit as the log tells of it", $"permit {subject}");
        }

        _fault ??= records.FirstOrDefault(r => !rows.ContainsKey(r.PermitId.ToString("D"))) is { } stray
            ? Fault(null, "a permit behind each purged piece of evidence", $"none behind {stray.EvidenceId:D}") : null;
        _fault ??= _purges.FirstOrDefault(p => p.Value.Sequence < size && !rows.ContainsKey(p.Key)) is { Key: { } gone } lost
            ? Fault(lost.Value.Sequence, $"permit {gone}", "none") : null;
        return Broken(_fault ?? _freezes.Close(freezes, size));
    }

    public PurgesTold Broken(AuditFault? fault) => new(_details, _evidence, _fault ?? fault);

    private void TakeClosing(long sequence, string action, string subject, JsonElement says)
    {
        var target = action == AuditAction.EvidencePurged.Code() ? PurgeTarget.Evidence : PurgeTarget.AuditDetails;
        if (_open is not { } purge || purge.Sequence != sequence - 1 || purge.What != target || !ReferenceEquals(_purges[subject], purge)
            || Instant(says, "cutOff") != purge.CutOff)
        {
            _fault ??= Fault(sequence, "the announcement of this purge just before it", "none");
            return;
        }

        _open = null;
        if (target == PurgeTarget.Evidence)
        {
            purge.Evidence = [.. says.GetProperty("evidence").EnumerateArray().Select(e => e.GetGuid())];
            purge.Members = says.GetProperty("members").GetInt32();
            foreach (var piece in purge.Evidence)
            {
                _fault ??= _freezes.HeldUntil(piece) is { } until && until > purge.At
                    ? Fault(sequence, $"evidence {piece:D} kept until {until:O}, because an assessment holds it", $"purged at {purge.At:O}") : null;
                _evidence[piece] = sequence;
            }
        }
        else
        {
            purge.Stretch = (Number(says, "first"), Number(says, "last"));
            _details.Add(new PurgedDetails(purge.Stretch.Value.First, purge.Stretch.Value.Last, purge.CutOff, purge.Months));
        }
    }

    /// <summary>A permit whose transaction never told what went: the portal makes none such.</summary>
    private void LeftOpen()
    {
        if (_open is { } open)
        {
            _fault ??= Fault(open.Sequence, "an entry that says what this purge took", "none: the permit was left open");
            _open = null;
        }
    }

    private bool IsAllowed(Purge purge, DateTimeOffset at)
    {
        var rule = RetentionTerms.InForce(_rules, at);
        var terms = RetentionTerms.Of(rule);
        return rule?.Id.ToString("D") == purge.Rule && purge.Months >= RetentionTerms.FewestMonths
            && purge.Months == (purge.What == PurgeTarget.Evidence ? terms.EvidenceMonths : terms.AuditDetailMonths)
            && purge.CutOff <= RetentionTerms.CutOff(at, purge.Months);
    }

    /// <summary>A rule as the log tells of it; who changed it and why decides nothing here.</summary>
    private static RetentionRule Rule(Guid id, DateTimeOffset at, JsonElement says) => new()
    {
        OrganizationId = Guid.Empty,
        Id = id,
        EvidenceMonths = says.GetProperty("after").GetProperty("evidenceMonths").GetInt32(),
        AuditDetailMonths = says.GetProperty("after").GetProperty("auditDetailMonths").GetInt32(),
        Reason = "",
        ChangedBy = "",
        ChangedAt = at,
        EffectiveFrom = Instant(says, "effectiveFrom"),
    };

    private static AuditFault Fault(long? sequence, string expected, string found) => new(AuditFaultKind.Purge, sequence, expected, found);

    private static DateTimeOffset Instant(JsonElement says, string name) =>
        DateTimeOffset.Parse(says.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static long Number(JsonElement says, string name) => long.Parse(says.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private sealed record Purge(long Sequence, DateTimeOffset At, PurgeTarget What, string? Rule, int Months, DateTimeOffset CutOff)
    {
        public HashSet<Guid> Evidence { get; set; } = [];

        public int Members { get; set; }

        public (long First, long Last)? Stretch { get; set; }

        public bool IsToldBy(PurgePermit row) =>
            row.Sequence == Sequence && row.What == What && row.RuleId?.ToString("D") == Rule && row.Months == Months && row.CutOff == CutOff
            && row.FirstSequence == Stretch?.First && row.LastSequence == Stretch?.Last;

        public bool AreToldBy(IEnumerable<EvidencePurge> rows) =>
            Evidence.SetEquals(rows.Select(r => r.EvidenceId)) && rows.Sum(r => (long)r.Members) == Members;
    }
}
