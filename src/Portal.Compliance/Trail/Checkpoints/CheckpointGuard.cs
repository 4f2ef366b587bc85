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
/// The signer's conscience: every hash of the log is recomputed; every checkpoint that the database, the anchor folder or this process knows
/// of must be signed by the portal and be a beginning of the log, the newest by the RFC 6962 verifier; and each row must have its entry in the
/// log, each such entry its row. Deleting the newest rows therefore does not make room for another history.
/// </summary>
internal sealed class CheckpointGuard(
    TenantScope scope, TenantDatabase database, CheckpointAudit audit, CheckpointAnchors anchors, SignedBefore before, ProductClock clock)
{
    public async Task<(Signable? Signable, CheckpointRefusal? Refusal)> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var rows = await db.Set<AuditCheckpoint>().OrderBy(c => c.Size).ToListAsync(cancellationToken);
        List<Earlier> earlier;
        try
        {
            earlier = await EarlierAsync(rows, cancellationToken);
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

        if ((await ContinuedAsync(db, report, earlier, cancellationToken) ?? await ToldAsync(db, report, rows, cancellationToken)) is { } refusal)
        {
            return (null, refusal);
        }

        if (earlier.Count > 0)
        {
            before.Remember(scope.OrganizationId, earlier[0].Size, earlier[0].Note);
        }

        var newest = rows.LastOrDefault();
        return (new Signable(report.Size, Convert.FromHexString(report.RootHex), newest, await AnythingNewAsync(db, newest, report.Size, cancellationToken)), null);
    }

    /// <summary>Newest first, so that what is refused names the one that says most.</summary>
    /// <exception cref="IOException">The anchor folder cannot be read.</exception>
    private async Task<List<Earlier>> EarlierAsync(IReadOnlyList<AuditCheckpoint> rows, CancellationToken cancellationToken)
    {
        var earlier = rows.Select(c => new Earlier(c.Size, c.Note, c.Kid)).ToList();
        var known = rows.Select(c => c.Note).ToHashSet(StringComparer.Ordinal);
        var outside = await anchors.AllAsync(scope.OrganizationId, cancellationToken);
        if (before.NewestOf(scope.OrganizationId) is { } remembered)
        {
            outside = [.. outside, remembered];
        }

        earlier.AddRange(outside.Where(o => known.Add(o.Note)).Select(o => new Earlier(o.Size, o.Note, null)));
        return [.. earlier.OrderByDescending(e => e.Size)];
    }

    private async Task<CheckpointRefusal?> ContinuedAsync(
        PortalDbContext db, AuditLogReport report, IReadOnlyList<Earlier> earlier, CancellationToken cancellationToken)
    {
        foreach (var checkpoint in earlier)
        {
            var kid = checkpoint.Kid ?? await KidOfAsync(db, checkpoint.Note, cancellationToken);
            var (note, fault) = await audit.OpenAsync(scope.OrganizationId, checkpoint.Size, checkpoint.Note, kid ?? "", cancellationToken);
            if (note is null)
            {
                return Refused(CheckpointRefusalKind.EarlierSignature, checkpoint.Size, fault!.Expected, fault.Found);
            }

            if (report.Size < checkpoint.Size)
            {
                return Refused(CheckpointRefusalKind.LogShorter, checkpoint.Size, Number(checkpoint.Size), Number(report.Size));
            }

            var (root, found) = (Convert.ToHexStringLower(note.Body.Root), report.RootsAt.GetValueOrDefault(checkpoint.Size) ?? "none");
            if (root != found || (checkpoint == earlier[0] && !await ContinuesAsync(db, note, report, cancellationToken)))
            {
                return Refused(CheckpointRefusalKind.EarlierRoot, checkpoint.Size, root, found);
            }
        }

        return null;
    }

    /// <summary>Rows against the log's own entries about them.</summary>
    private async Task<CheckpointRefusal?> ToldAsync(
        PortalDbContext db, AuditLogReport report, IReadOnlyList<AuditCheckpoint> rows, CancellationToken cancellationToken)
    {
        var (verdicts, missing) = await audit.ExecuteAsync(db, rows, report, cancellationToken);
        var contradicted = verdicts.LastOrDefault(v => v.Fault is not null);
        return (contradicted?.Fault ?? missing) is { } fault
            ? Refused(CheckpointRefusalKind.EarlierEntry, contradicted?.Size, fault.Expected, fault.Found)
            : null;
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

    /// <param name="Kid">Null for a note from outside the database, which names its key by four bytes only.</param>
    private sealed record Earlier(long Size, string Note, string? Kid);
}
