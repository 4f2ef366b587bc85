using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// Signs the log's size and root, if anything came since the newest checkpoint and the log continues it. Otherwise nothing is signed; a
/// refusal stays on every page until signing works again.
/// </summary>
public sealed class SignCheckpoint
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly CheckpointParts _parts;

    internal SignCheckpoint(TenantScope scope, TenantDatabase database, CheckpointParts parts) => (_scope, _database, _parts) = (scope, database, parts);

    public async Task<CheckpointOutcome> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.SignCheckpoints);
        var (signable, refusal) = await _parts.Guard.ExecuteAsync(cancellationToken);
        if (signable is null)
        {
            return await RefuseAsync(refusal!, cancellationToken);
        }

        if (!signable.SomethingNew)
        {
            await ForgetTroubleAsync(cancellationToken);
            return new CheckpointOutcome(false, signable.Newest is { } newest ? View(newest) : null, null);
        }

        var body = new CheckpointBody(CheckpointBody.OriginOf(_parts.Options.Value.OriginPrefix, _scope.OrganizationId), signable.Size, signable.Root);
        var (note, key) = await CheckpointSignature.SignAsync(_parts.Signer, body, cancellationToken);
        await _parts.Keys.RememberAsync(key, cancellationToken);
        try
        {
            // Before the database: what is kept outside may be ahead of the rows, never behind them.
            if (!await _parts.Anchors.KeepAsync(_scope.OrganizationId, note, cancellationToken))
            {
                // Another machine signed more in the meantime; the next one continues that.
                return new CheckpointOutcome(false, null, null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(
                new CheckpointRefusal(CheckpointRefusalKind.AnchorUnavailable, DateTimeOffset.MinValue, null, "a folder to read and write", Cut(e.Message)), cancellationToken);
        }

        return await StoreAsync(note, key.Kid, cancellationToken);
    }

    private async Task<CheckpointOutcome> StoreAsync(CheckpointNote note, string kid, CancellationToken cancellationToken)
    {
        try
        {
            await using var work = await _database.BeginAsync(cancellationToken);
            if (await FindAsync(work.Db, note.Body.Size, cancellationToken) is { } faster)
            {
                return new CheckpointOutcome(false, View(faster), null);
            }

            var row = new AuditCheckpoint
            {
                OrganizationId = _scope.OrganizationId,
                Size = note.Body.Size,
                At = work.Now,
                Root = note.Body.Root,
                Kid = kid,
                Note = note.Text,
            };
            work.Db.Add(row);
            work.Db.RemoveRange(await work.Db.Set<AuditLogTrouble>().ToListAsync(cancellationToken));
            work.Audit(AuditAction.CheckpointSigned, CheckpointAudit.SubjectType, CheckpointAudit.SubjectOf(row.Size), CheckpointAudit.Detail(note, kid));
            await work.CommitAsync(cancellationToken);
            _parts.Before.Remember(_scope.OrganizationId, note);
            _parts.Events.Publish(_scope.OrganizationId, new ComplianceChanged());
            return new CheckpointOutcome(true, View(row), null);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            await using var db = _database.Open();
            if (await FindAsync(db, note.Body.Size, cancellationToken) is { } faster)
            {
                // Two machines signed the same size at the same moment; the other's row is as good.
                return new CheckpointOutcome(false, View(faster), null);
            }

            throw;
        }
    }

    private async Task<CheckpointOutcome> RefuseAsync(CheckpointRefusal refusal, CancellationToken cancellationToken)
    {
        try
        {
            refusal = await WriteDownAsync(refusal, inTheLog: true, cancellationToken);
        }
        catch (Exception e) when (e is AuditLogBrokenException or DbException or DbUpdateException)
        {
            // A log that contradicts itself takes no more entries; people must be told all the same.
            refusal = await WriteDownAsync(refusal, inTheLog: false, cancellationToken);
        }

        _parts.Events.Publish(_scope.OrganizationId, new ComplianceChanged());
        return new CheckpointOutcome(false, null, refusal);
    }

    /// <summary>The same trouble as before keeps its beginning, and is not told again.</summary>
    private async Task<CheckpointRefusal> WriteDownAsync(CheckpointRefusal refusal, bool inTheLog, CancellationToken cancellationToken)
    {
        await using var work = await _database.BeginAsync(cancellationToken);
        var known = await work.Db.Set<AuditLogTrouble>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (known is not null && known.Kind == refusal.Kind && known.CheckpointSize == refusal.CheckpointSize)
        {
            return refusal with { Since = known.Since };
        }

        refusal = refusal with { Since = work.Now };
        if (known is not null)
        {
            work.Db.Remove(known);
            await work.Db.SaveChangesAsync(cancellationToken);
            work.Db.ChangeTracker.Clear();
        }

        work.Db.Add(new AuditLogTrouble
        {
            OrganizationId = _scope.OrganizationId,
            Kind = refusal.Kind,
            Since = refusal.Since,
            CheckpointSize = refusal.CheckpointSize,
            Expected = refusal.Expected,
            Found = refusal.Found,
        });
        if (inTheLog)
        {
            work.Audit(AuditAction.CheckpointRefused, "audit_log", _scope.OrganizationId, new JsonObject
            {
                ["checkpoint"] = refusal.CheckpointSize?.ToString(CultureInfo.InvariantCulture),
                ["expected"] = refusal.Expected,
                ["found"] = refusal.Found,
                ["reason"] = refusal.Kind.ToString(),
            });
        }

        await work.CommitAsync(cancellationToken);
        return refusal;
    }

    private async Task ForgetTroubleAsync(CancellationToken cancellationToken)
    {
        await using var work = await _database.BeginAsync(cancellationToken);
        var troubles = await work.Db.Set<AuditLogTrouble>().ToListAsync(cancellationToken);
        if (troubles.Count > 0)
        {
            work.Db.RemoveRange(troubles);
            await work.CommitAsync(cancellationToken);
            _parts.Events.Publish(_scope.OrganizationId, new ComplianceChanged());
        }
    }

    private static Task<AuditCheckpoint?> FindAsync(PortalDbContext db, long size, CancellationToken cancellationToken) =>
        db.Set<AuditCheckpoint>().AsNoTracking().SingleOrDefaultAsync(c => c.Size == size, cancellationToken);

    internal static CheckpointView View(AuditCheckpoint row) => new(row.Size, row.At, Convert.ToHexStringLower(row.Root), row.Kid, row.Note);

    private static string Cut(string text) => text.Length <= ModelConventions.DefaultLength ? text : text[..ModelConventions.DefaultLength];
}

/// <summary>What signing needs beside the rows.</summary>
internal sealed record CheckpointParts(
    CheckpointGuard Guard, CheckpointAnchors Anchors, SignedBefore Before, SigningKeyBook Keys, IAttestationSigner Signer, IOptions<AuditLogOptions> Options, OrganizationEvents Events);
