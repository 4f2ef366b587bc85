using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>Set-based work on staging rows. The tenant filter still stands in each delete; each copy names the organization itself.</summary>
internal static class StagingTables
{
    /// <summary>Drops what one attempt staged.</summary>
    public static async Task DeleteAsync(PortalDbContext db, Guid runId, CancellationToken cancellationToken)
    {
        await db.Set<StagedDraft>().Where(d => d.RunId == runId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<StagedMember>().Where(m => m.RunId == runId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Drops what no running attempt can promote any more.</summary>
    public static async Task<int> DeleteOrphansAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var running = db.Set<ConnectorRun>().Where(r => r.State == RunState.Running);
        return await db.Set<StagedDraft>().Where(d => !running.Any(r => r.Id == d.RunId && r.LeaseEpoch == d.Epoch)).ExecuteDeleteAsync(cancellationToken)
            + await db.Set<StagedMember>().Where(m => !running.Any(r => r.Id == m.RunId && r.LeaseEpoch == m.Epoch)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Copies the members staged for a kind behind a new piece of evidence, inside the engine: memory stays flat.</summary>
    public static async Task PromoteMembersAsync(
        PortalDbContext db, Guid runId, long epoch, string kind, Guid evidenceId, CancellationToken cancellationToken) =>
        await ExecuteAsync(db,
            """
            INSERT INTO "PopulationRows" ("OrganizationId", "EvidenceId", "Pseudonym", "Date", "Disposition")
            SELECT s."OrganizationId", {0}, s."Pseudonym", s."Date", s."Disposition" FROM "StagedMembers" AS s
            WHERE s."OrganizationId" = {1} AND s."RunId" = {2} AND s."Epoch" = {3} AND s."Kind" = {4}
            """,
            [evidenceId, db.OrganizationId, runId, epoch, kind], cancellationToken);

    /// <summary>Keeps the sealed vendor id behind each pseudonym of a kind that is new to the connection.</summary>
    public static async Task PromoteSubjectsAsync(
        PortalDbContext db, Guid runId, long epoch, string kind, Guid connectionId, CancellationToken cancellationToken) =>
        await ExecuteAsync(db,
            """
            INSERT INTO "SealedSubjects" ("OrganizationId", "ConnectionId", "Pseudonym", "Sealed")
            SELECT s."OrganizationId", {0}, s."Pseudonym", s."SealedSubject" FROM "StagedMembers" AS s
            WHERE s."OrganizationId" = {1} AND s."RunId" = {2} AND s."Epoch" = {3} AND s."Kind" = {4}
              AND NOT EXISTS (SELECT 1 FROM "SealedSubjects" AS k
                WHERE k."OrganizationId" = {1} AND k."ConnectionId" = {0} AND k."Pseudonym" = s."Pseudonym")
              AND NOT EXISTS (SELECT 1 FROM "StagedMembers" AS o
                WHERE o."OrganizationId" = s."OrganizationId" AND o."RunId" = s."RunId" AND o."Epoch" = s."Epoch" AND o."Kind" = s."Kind"
                  AND o."Pseudonym" = s."Pseudonym" AND o."Date" < s."Date")
            """,
            [connectionId, db.OrganizationId, runId, epoch, kind], cancellationToken);

    // The statements are constants of this file; double quotes are the quoting that every engine reads.
    private static Task<int> ExecuteAsync(PortalDbContext db, string sql, object[] values, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(sql, values, cancellationToken);
}
