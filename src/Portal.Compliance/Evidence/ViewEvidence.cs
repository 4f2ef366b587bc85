using System.Buffers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Retention;
using Portal.Connectors;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Evidence;

/// <summary>One piece of evidence, with the exact text a stranger hashes to get its fingerprint.</summary>
public sealed class ViewEvidence(TenantScope scope, TenantDatabase database, EvidenceHeadline headline, Catalog catalog, ProductClock clock)
{
    /// <returns>Null when the organization has no such evidence.</returns>
    public async Task<EvidenceDetail?> ExecuteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var evidence = await db.Set<EvidenceRecord>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (evidence is null)
        {
            return null;
        }

        var row = await SearchEvidence.Project(db, db.Set<EvidenceRecord>().Where(e => e.Id == id)).SingleAsync(cancellationToken);
        var connection = await db.Set<Connection>().SingleAsync(c => c.Id == evidence.ConnectionId, cancellationToken);
        var uses = await UsesAsync(db, evidence, cancellationToken);
        var population = await db.Set<PopulationRow>().CountAsync(p => p.EvidenceId == id, cancellationToken);
        var aspect = catalog.Find(connection.Connector)?.Manifest.EvidenceKinds.FirstOrDefault(k => k.Kind == evidence.Kind)?.Aspect;
        var accepted = await db.Set<Observation>().Where(o => o.EvidenceId == id && o.Accepted).MaxAsync(o => (DateTimeOffset?)o.AsOf, cancellationToken);
        var current = await db.Set<Observation>()
            .Where(o => o.ConnectionId == connection.Id && o.Kind == evidence.Kind && o.Accepted)
            .OrderByDescending(o => o.AsOf).ThenByDescending(o => o.Id).Select(o => (Guid?)o.EvidenceId).FirstOrDefaultAsync(cancellationToken);
        return new EvidenceDetail(
            row.ToView(headline), evidence.SchemaVersion, evidence.Rung, aspect,
            row.Canonical is null ? null : Encoding.UTF8.GetString(row.Canonical), Preimage(evidence, row.Canonical), evidence.FirstRunId,
            uses, population, connection.Connector, connection.AccountLabel, connection.DeletedAt is not null,
            accepted, CoverageRules.FreshnessOf(clock.GetUtcNow() - accepted, connection.Cadence, connection.Grace, connection.StaleAfter),
            current == id ? null : current,
            row.Canonical is null ? await PurgeRecords.OfEvidenceAsync(db, id, cancellationToken) : null,
            await PurgeRecords.FreezesAsync(db, id, cancellationToken));
    }

    private async Task<List<EvidenceUse>> UsesAsync(PortalDbContext db, EvidenceRecord evidence, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<EvidenceControl>().Where(c => c.EvidenceId == evidence.Id)
            .OrderBy(c => c.Framework).ThenBy(c => c.Control)
            .Select(c => new EvidenceUse(
                c.Framework, c.Control, c.Relation, c.Aspect,
                db.Set<FrameworkAdoption>().Any(a => a.Framework == c.Framework && a.EffectiveFrom <= now && (a.EffectiveTo == null || a.EffectiveTo > now)),
                db.Set<Requirement>().Any(r => r.Framework == c.Framework && r.Control == c.Control && r.EvidenceKind == evidence.Kind
                    && r.EffectiveFrom <= now && (r.EffectiveTo == null || r.EffectiveTo > now)))).ToListAsync(cancellationToken);
    }

    private static string? Preimage(EvidenceRecord evidence, byte[]? canonical)
    {
        if (canonical is null)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(canonical.Length + 256);
        Platform.Text.Fingerprint.WritePreimage(output, evidence.Kind, evidence.SchemaVersion, evidence.Subject, canonical);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
