using System.Text.Json.Nodes;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Trail.PresentState;

/// <summary>
/// What the log says of data keys. An id is made by the first entry that names it, which also ends what the one before it may seal; a later
/// rotation of the same id wraps it anew.
/// </summary>
internal static class DataKeysTold
{
    public const string SubjectType = "data_key";

    public static IReadOnlyList<AuditAction> Actions { get; } = [AuditAction.KeyCreated, AuditAction.KeyRotated, AuditAction.KeyDestroyed];

    public static AuditFault? Fault(IReadOnlyList<DataKey> rows, IReadOnlyList<StateTold> entries)
    {
        var told = new Dictionary<string, Told>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(e => e.SubjectType == SubjectType))
        {
            Take(told, entry);
        }

        var known = rows.ToDictionary(r => r.Id.ToString("D"), StringComparer.Ordinal);
        foreach (var (id, says) in told)
        {
            if (!known.Remove(id, out var row))
            {
                return new AuditFault(AuditFaultKind.VouchedRow, says.Sequence, $"data key {id}", "none");
            }

            if (row.State != says.State || row.WrappedKey is null != (says.State == DataKeyState.Destroyed) || (says.Kid is { } kid && kid != row.Kid))
            {
                return new AuditFault(AuditFaultKind.VouchedRow, says.Sequence, $"data key {id}: {says.State}, wrapped by {says.Kid ?? "any key"}",
                    $"{row.State}, {(row.WrappedKey is null ? "without its wrapped key" : $"wrapped by {row.Kid}")}");
            }
        }

        // One that the portal did not make bears no attestation, and is never unwrapped; it is named all the same.
        return told.Count > 0 && told.Values.Any(t => t.Made) && known.Values.FirstOrDefault() is { } stray
            ? new AuditFault(AuditFaultKind.VouchedRow, null, $"an entry that tells of data key {stray.Id:D}", "none") : null;
    }

    private static void Take(Dictionary<string, Told> told, StateTold entry)
    {
        var says = entry.Detail is null ? null : JsonNode.Parse(entry.Detail);
        if (entry.Action == AuditAction.KeyDestroyed.Code())
        {
            told[entry.SubjectId] = new Told(entry.Sequence, DataKeyState.Destroyed, null, told.TryGetValue(entry.SubjectId, out var ended) && ended.Made);
        }
        else if (told.TryGetValue(entry.SubjectId, out var known))
        {
            told[entry.SubjectId] = known with { Sequence = entry.Sequence, Kid = (string?)says?["toKid"] };
        }
        else if ((string?)says?["key"] == "key_encryption_key")
        {
            // Made before the log tells of keys.
            told[entry.SubjectId] = new Told(entry.Sequence, DataKeyState.Active, (string?)says["toKid"], Made: false);
        }
        else
        {
            foreach (var (id, earlier) in told.Where(t => t.Value.State == DataKeyState.Active).ToList())
            {
                told[id] = earlier with { Sequence = entry.Sequence, State = DataKeyState.DecryptOnly };
            }

            if ((string?)says?["old"] is { } old && !told.ContainsKey(old))
            {
                told[old] = new Told(entry.Sequence, DataKeyState.DecryptOnly, null, Made: false);
            }

            told[entry.SubjectId] = new Told(entry.Sequence, DataKeyState.Active, (string?)says?["kid"], Made: entry.Action == AuditAction.KeyCreated.Code());
        }
    }

    /// <param name="Kid">Null when retention took the detail that names it, or the key is gone.</param>
    /// <param name="Made">By an entry <c>key.created</c>: then the log tells of every data key from the first on.</param>
    private sealed record Told(long Sequence, DataKeyState State, string? Kid, bool Made);
}
