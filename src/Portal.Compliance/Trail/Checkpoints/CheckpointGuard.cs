using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>What may be signed now.</summary>
/// <param name="Newest">The newest checkpoint of the database; null when there is none.</param>
/// <param name="SomethingNew">Whether anything but that checkpoint's own entry came since.</param>
internal sealed record Signable(long Size, byte[] Root, AuditCheckpoint? Newest, bool SomethingNew);

/// <summary>
/// The signer's conscience: every hash of the log is recomputed, and the newest checkpoint, of the database or of the anchor folder,
/// must be signed by the portal and continued by the log, by the RFC 6962 verifier.
/// </summary>
internal sealed class CheckpointGuard(TenantScope scope, TenantDatabase database, CheckpointAudit audit, CheckpointAnchors anchors, ProductClock clock)
{
    public async Task<(Signable? Signable, CheckpointRefusal? Refusal)> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var newest = await db.Set<AuditCheckpoint>().OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellationToken);
        var earlier = newest is null ? [] : new List<(long Size, string Note, string? Kid)> { (newest.Size, newest.Note, newest.Kid) };
        try
        {
            if (await anchors.NewestAsync(scope.OrganizationId, cancellationToken) is { } anchor && anchor.Note != newest?.Note)
            {
                earlier.Add((anchor.Size, anchor.Note, null));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Refused(CheckpointRefusalKind.AnchorUnavailable, null, "a folder to read and write", e.Message));
        }

        var report = await AuditLogVerification.VerifyAsync(
            db, AuditLogRows.Of(db, database.Open), scope.OrganizationId, cancellationToken, rootsAt: earlier.Select(e => e.Size).ToHashSet());
        if (report.FirstFault is { Kind: AuditFaultKind.HeadMissing } && earlier.Count == 0)
        {
            return (new Signable(0, [.. MerkleHash.Empty], null, SomethingNew: false), null);
        }

        if (report.FirstFault is { } broken)
        {
            return (null, Refused(CheckpointRefusalKind.LogBroken, null, broken.Expected, $"{broken.Kind} {broken.Sequence}: {broken.Found}"));
        }

        foreach (var checkpoint in earlier)
        {
            if (await AgainstAsync(db, report, checkpoint, cancellationToken) is { } refusal)
            {
                return (null, refusal);
            }
        }

        return (new Signable(report.Size, Convert.FromHexString(report.RootHex), newest, await AnythingNewAsync(db, newest, report.Size, cancellationToken)), null);
    }

    private async Task<CheckpointRefusal?> AgainstAsync(
        PortalDbContext db, AuditLogReport report, (long Size, string Note, string? Kid) earlier, CancellationToken cancellationToken)
    {
        var kid = earlier.Kid ?? await KidOfAsync(db, earlier.Note, cancellationToken);
        var (note, fault) = await audit.OpenAsync(scope.OrganizationId, earlier.Size, earlier.Note, kid ?? "", cancellationToken);
        if (note is null)
        {
            return Refused(CheckpointRefusalKind.EarlierSignature, earlier.Size, fault!.Expected, fault.Found);
        }

        if (report.Size < earlier.Size)
        {
            return Refused(CheckpointRefusalKind.LogShorter, earlier.Size, Number(earlier.Size), Number(report.Size));
        }

        var (root, found) = (Convert.ToHexStringLower(note.Body.Root), report.RootsAt.GetValueOrDefault(earlier.Size) ?? "none");
        return root == found && await ContinuesAsync(db, note, report, cancellationToken)
            ? null
            : Refused(CheckpointRefusalKind.EarlierRoot, earlier.Size, root, found);
    }

    /// <summary>A file says its key by its four bytes only; the portal knows the keys that it used.</summary>
    private async Task<string?> KidOfAsync(PortalDbContext db, string note, CancellationToken cancellationToken)
    {
        if (CheckpointNote.Parse(note) is not { } parsed)
        {
            return null;
        }

        var kids = await db.Set<AuditCheckpoint>().Select(c => c.Kid).Distinct().ToListAsync(cancellationToken);
        return await audit.KidAsync(parsed, kids, cancellationToken);
    }

    private async Task<bool> ContinuesAsync(PortalDbContext db, CheckpointNote earlier, AuditLogReport report, CancellationToken cancellationToken) =>
        await AuditProofs.ConsistencyAsync(db, scope.OrganizationId, earlier.Body.Size, report.Size, cancellationToken) is { } proof
            && MerkleTree.VerifyConsistency(earlier.Body.Size, report.Size, proof, earlier.Body.Root, Convert.FromHexString(report.RootHex));

    private static async Task<bool> AnythingNewAsync(PortalDbContext db, AuditCheckpoint? newest, long size, CancellationToken cancellationToken)
    {
        if (newest is null || size != newest.Size + 1)
        {
            return size > (newest?.Size ?? 0);
        }

        var action = AuditAction.CheckpointSigned.Code();
        return !await db.Set<AuditEntry>().AnyAsync(e => e.Sequence == newest.Size && e.Action == action, cancellationToken);
    }

    private CheckpointRefusal Refused(CheckpointRefusalKind kind, long? size, string expected, string found) =>
        new(kind, clock.GetUtcNow(), size, Cut(expected), Cut(found));

    private static string Number(long number) => CheckpointAudit.SubjectOf(number);

    private static string Cut(string text) => text.Length <= ModelConventions.DefaultLength ? text : string.Concat(text.AsSpan(0, ModelConventions.DefaultLength - 1), "…");
}
