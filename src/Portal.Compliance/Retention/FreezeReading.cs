using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Compliance.Retention;

/// <summary>A freeze's row, with the fingerprint that the evidence bears now.</summary>
internal sealed record FreezeRow(EvidenceFreeze Freeze, byte[] Fingerprint);

/// <summary>
/// Follows the entries <c>evidence.frozen</c> in the log's order. What they hold is held, whether the rows are still there or not: a row that
/// somebody deleted frees nothing.
/// </summary>
internal sealed class FreezeReading
{
    private readonly Dictionary<(Guid Evidence, Guid Assessment), Told> _freezes = [];
    private readonly Dictionary<Guid, DateTimeOffset> _until = [];

    public AuditFault? Fault { get; private set; }

    public static Task<List<FreezeRow>> RowsAsync(PortalDbContext db, CancellationToken cancellationToken) => (
        from freeze in db.Set<EvidenceFreeze>()
        join evidence in db.Set<EvidenceRecord>() on freeze.EvidenceId equals evidence.Id
        orderby freeze.EvidenceId, freeze.AssessmentId
        select new FreezeRow(freeze, evidence.Fingerprint)).ToListAsync(cancellationToken);

    /// <summary>Which of these the log holds, so that no purge may take them; a freeze whose detail somebody took holds for ever.</summary>
    public static async Task<HashSet<Guid>> HeldAsync(PortalDbContext db, IReadOnlyCollection<Guid> evidence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (action, subjects) = (AuditAction.EvidenceFrozen.Code(), evidence.Select(id => id.ToString("D")).ToArray());
        var told = await (
            from entry in db.Set<AuditEntry>()
            where entry.SubjectType == "evidence" && subjects.Contains(entry.SubjectId) && entry.Action == action
            join d in db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
            from detail in details.DefaultIfEmpty()
            select new { entry.SubjectId, Detail = detail == null ? null : detail.DetailJson }).ToListAsync(cancellationToken);
        return [.. told.Where(t => UntilOf(t.Detail) is not { } until || until > now).Select(t => Guid.Parse(t.SubjectId))];
    }

    public void Take(long sequence, DateTimeOffset at, string subject, JsonElement says)
    {
        var (evidence, assessment) = (Guid.Parse(subject), says.GetProperty("assessment").GetGuid());
        var told = new Told(sequence, at, Until(says), says.GetProperty("label").GetString()!, says.GetProperty("fingerprint").GetString()!);
        if (!_freezes.TryAdd((evidence, assessment), told))
        {
            Fault ??= Vouched(sequence, $"one freeze of evidence {subject} for assessment {assessment:D}", "two");
        }

        _until[evidence] = _until.TryGetValue(evidence, out var known) && known > told.Until ? known : told.Until;
    }

    /// <returns>Until when the entries read so far hold it; null when they do not.</returns>
    public DateTimeOffset? HeldUntil(Guid evidence) => _until.TryGetValue(evidence, out var until) ? until : null;

    /// <param name="rows">Read before the entries.</param>
    /// <param name="size">How long the log was before that; later freezes need no rows among these.</param>
    public AuditFault? Close(IReadOnlyList<FreezeRow> rows, long size)
    {
        var known = new HashSet<(Guid, Guid)>();
        foreach (var (row, fingerprint) in rows)
        {
            known.Add((row.EvidenceId, row.AssessmentId));
            var (evidence, assessment) = (row.EvidenceId.ToString("D"), row.AssessmentId.ToString("D"));
            Fault ??= !_freezes.TryGetValue((row.EvidenceId, row.AssessmentId), out var told)
                ? Vouched(null, $"an entry about the freeze of evidence {evidence} for assessment {assessment}", "none")
                : told == new Told(told.Sequence, row.FrozenAt, row.FrozenUntil, row.Label, Fingerprint.Hex(fingerprint)) ? null
                : Vouched(told.Sequence, $"evidence {evidence} held until {told.Until:O}, fingerprint {told.Fingerprint}",
                    $"until {row.FrozenUntil:O} since {row.FrozenAt:O} for {row.Label}, fingerprint {Fingerprint.Hex(fingerprint)}");
        }

        foreach (var ((evidence, assessment), told) in _freezes.Where(f => f.Value.Sequence < size && !known.Contains(f.Key)))
        {
            Fault ??= Vouched(told.Sequence, $"the freeze of evidence {evidence:D} for assessment {assessment:D} until {told.Until:O}", "none");
        }

        return Fault;
    }

    private static DateTimeOffset? UntilOf(byte[]? detail)
    {
        if (detail is null)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(detail);
        return Until(parsed.RootElement);
    }

    private static DateTimeOffset Until(JsonElement says) =>
        DateTimeOffset.Parse(says.GetProperty("until").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static AuditFault Vouched(long? sequence, string expected, string found) => new(AuditFaultKind.VouchedRow, sequence, expected, found);

    private sealed record Told(long Sequence, DateTimeOffset At, DateTimeOffset Until, string Label, string Fingerprint);
}
