using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>Holds checkpoint rows against what they must agree with: the portal's public keys, the recomputed log, and their own entries.</summary>
internal sealed class CheckpointAudit(IAttestationSigner signer)
{
    public const string SubjectType = "audit_checkpoint";

    public static string SubjectOf(long size) => size.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the entry about a checkpoint says.</summary>
    public static JsonObject Detail(CheckpointNote note, string kid) => new()
    {
        ["kid"] = kid,
        ["noteSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note.Text))),
        ["root"] = Convert.ToHexStringLower(note.Body.Root),
        ["size"] = SubjectOf(note.Body.Size),
    };

    /// <summary>Every checkpoint's verdict, oldest first, and whether one that the log tells of is missing.</summary>
    /// <param name="checkpoints">Read before the log was recomputed with <see cref="AuditLogReport.RootsAt"/> at their sizes.</param>
    public async Task<(IReadOnlyList<CheckpointVerdict> Verdicts, AuditFault? Missing)> ExecuteAsync(
        PortalDbContext db, IReadOnlyList<AuditCheckpoint> checkpoints, AuditLogReport report, CancellationToken cancellationToken)
    {
        var told = await ToldAsync(db, cancellationToken);
        // For this once: whether a key is switched off may be otherwise the next time.
        var keys = new KnownKeys(signer);
        var verdicts = new List<CheckpointVerdict>(checkpoints.Count);
        foreach (var checkpoint in checkpoints)
        {
            var fault = await FaultAsync(checkpoint, report, keys, told.GetValueOrDefault(SubjectOf(checkpoint.Size)), cancellationToken);
            verdicts.Add(new CheckpointVerdict(checkpoint.Size, fault) { KeySwitchedOff = (await keys.FindAsync(checkpoint.Kid, cancellationToken))?.IsSwitchedOff == true });
        }

        var known = checkpoints.Select(c => SubjectOf(c.Size)).ToHashSet(StringComparer.Ordinal);
        foreach (var (subject, (entry, _)) in told.Where(t => !known.Contains(t.Key)))
        {
            // One that was signed since the rows were read is there now.
            if (!long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                || !await db.Set<AuditCheckpoint>().AnyAsync(c => c.Size == size, cancellationToken))
            {
                return (verdicts, new AuditFault(AuditFaultKind.Checkpoint, entry.Sequence, $"a checkpoint of {subject} entries", "none"));
            }
        }

        return (verdicts, null);
    }

    /// <summary>The note of a row if it is about this log, says what the row says, and bears a signature of the portal; else the fault.</summary>
    public Task<(CheckpointNote? Note, AuditFault? Fault)> OpenAsync(Guid organizationId, long size, string text, string kid, CancellationToken cancellationToken) =>
        OpenAsync(organizationId, size, text, kid, new KnownKeys(signer), cancellationToken);

    private static async Task<(CheckpointNote? Note, AuditFault? Fault)> OpenAsync(
        Guid organizationId, long size, string text, string kid, KnownKeys keys, CancellationToken cancellationToken)
    {
        if (CheckpointNote.Parse(text) is not { } note || note.Body.Size != size || !note.Body.IsAbout(organizationId))
        {
            return (null, new AuditFault(AuditFaultKind.CheckpointSignature, null, $"a note of this log about {SubjectOf(size)} entries", text));
        }

        var key = await keys.FindAsync(kid, cancellationToken);
        return key is null ? (null, new AuditFault(AuditFaultKind.CheckpointSignature, null, "a signing key of the portal", kid))
            : !CheckpointSignature.Verify(note, key.SubjectPublicKeyInfo)
                ? (null, new AuditFault(AuditFaultKind.CheckpointSignature, null, $"a signature of {kid}", note.Text))
            : (note, null);
    }

    /// <summary>Which of these keys, or the one that signs now, bears the four bytes of the note; null when none does.</summary>
    public async Task<string?> KidAsync(CheckpointNote note, IReadOnlyList<string> kids, CancellationToken cancellationToken)
    {
        foreach (var kid in await CurrentAsync(cancellationToken) is { } current ? [current, .. kids] : kids)
        {
            if (await new KnownKeys(signer).FindAsync(kid, cancellationToken) is { } key && CheckpointSignature.KeyId(key.SubjectPublicKeyInfo).AsSpan().SequenceEqual(note.KeyId))
            {
                return kid;
            }
        }

        return null;
    }

    /// <summary>Null also while nothing can be signed: what was signed before is verified all the same.</summary>
    private async Task<string?> CurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await signer.PublicKeyAsync(null, cancellationToken))?.Kid;
        }
        catch (Exception off) when (KeyStoreTroubles.Of(off) is KeyStoreTrouble.KeySwitchedOff or KeyStoreTrouble.KeyUnfit)
        {
            return null;
        }
    }

    private static async Task<AuditFault?> FaultAsync(
        AuditCheckpoint row, AuditLogReport report, KnownKeys keys, (AuditEntry Entry, AuditDetail? Detail) told, CancellationToken cancellationToken)
    {
        var (note, fault) = await OpenAsync(row.OrganizationId, row.Size, row.Note, row.Kid, keys, cancellationToken);
        if (note is null)
        {
            return fault;
        }

        var root = Convert.ToHexStringLower(note.Body.Root);
        var found = report.RootsAt.GetValueOrDefault(row.Size);
        return found != root || !row.Root.AsSpan().SequenceEqual(note.Body.Root)
            ? new AuditFault(AuditFaultKind.Checkpoint, null, root, found is null ? $"{SubjectOf(report.Verified)} entries" : found == root ? Convert.ToHexStringLower(row.Root) : found)
            : told.Entry is null ? new AuditFault(AuditFaultKind.Checkpoint, null, "an entry about this checkpoint", "none")
            : told.Entry.At != row.At ? new AuditFault(AuditFaultKind.Checkpoint, told.Entry.Sequence, told.Entry.At.ToString("O"), row.At.ToString("O"))
            : told.Detail is { } detail && !detail.DetailJson.AsSpan().SequenceEqual(Platform.Text.CanonicalJson.Canonicalize(Detail(note, row.Kid)))
                ? new AuditFault(AuditFaultKind.Checkpoint, told.Entry.Sequence, Encoding.UTF8.GetString(detail.DetailJson), note.Text)
            : null;
    }

    private static async Task<Dictionary<string, (AuditEntry Entry, AuditDetail? Detail)>> ToldAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var action = AuditAction.CheckpointSigned.Code();
        var rows = await (
            from entry in db.Set<AuditEntry>()
            where entry.Action == action && entry.SubjectType == SubjectType
            join d in db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
            from detail in details.DefaultIfEmpty()
            orderby entry.Sequence
            select new { entry, detail }).ToListAsync(cancellationToken);
        return rows.DistinctBy(r => r.entry.SubjectId).ToDictionary(r => r.entry.SubjectId, r => (r.entry, (AuditDetail?)r.detail), StringComparer.Ordinal);
    }

    /// <summary>Each key asked for once, however many checkpoints it signed.</summary>
    private sealed class KnownKeys(IAttestationSigner signer)
    {
        private readonly Dictionary<string, SigningPublicKey?> _keys = new(StringComparer.Ordinal);

        public async Task<SigningPublicKey?> FindAsync(string kid, CancellationToken cancellationToken)
        {
            if (!_keys.TryGetValue(kid, out var key))
            {
                key = kid.Length == 0 ? null : await signer.PublicKeyAsync(kid, cancellationToken);
                _keys[kid] = key;
            }

            return key;
        }
    }
}
