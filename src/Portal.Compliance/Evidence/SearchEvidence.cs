using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence;

/// <summary>The explorer: newest first, a page at a time, in a total order.</summary>
public sealed class SearchEvidence(TenantScope scope, TenantDatabase database, EvidenceHeadline headline)
{
    public async Task<Page<EvidenceRow>> ExecuteAsync(EvidenceFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var rows = Matching(db, filter);
        var total = await rows.CountAsync(cancellationToken);
        var page = await Project(db, rows.OrderByDescending(e => e.FirstObservedAt).ThenByDescending(e => e.Id).Skip(skip).Take(take))
            .ToListAsync(cancellationToken);
        return new Page<EvidenceRow>([.. page.Select(row => row.ToView(headline))], total);
    }

    private static IQueryable<EvidenceRecord> Matching(PortalDbContext db, EvidenceFilter filter)
    {
        var rows = db.Set<EvidenceRecord>().AsQueryable();
        if (filter.Kind is { } kind)
        {
            rows = rows.Where(e => e.Kind == kind);
        }

        if (filter.ConnectionId is { } connection)
        {
            rows = rows.Where(e => e.ConnectionId == connection);
        }

        if (filter.RunId is { } run)
        {
            rows = rows.Where(e => db.Set<Observation>().Any(o => o.EvidenceId == e.Id && o.RunId == run));
        }

        if (filter.Result is { } result)
        {
            rows = rows.Where(e => e.Result == result);
        }

        if (filter.Framework is { } framework)
        {
            rows = filter.Control is { } control
                ? rows.Where(e => db.Set<EvidenceControl>().Any(c => c.EvidenceId == e.Id && c.Framework == framework && c.Control == control))
                : rows.Where(e => db.Set<EvidenceControl>().Any(c => c.EvidenceId == e.Id && c.Framework == framework));
        }

        if (filter.From is null && filter.To is null)
        {
            return rows;
        }

        var (from, to) = (filter.From ?? DateTimeOffset.MinValue, filter.To ?? DateTimeOffset.MaxValue);
        return rows.Where(e => e.FirstObservedAt < to
            && db.Set<Observation>().Any(o => o.EvidenceId == e.Id && o.AsOf >= from && o.AsOf < to));
    }

    /// <summary>The columns of a row, with its newest observation: one index seek each.</summary>
    internal static IQueryable<RowColumns> Project(PortalDbContext db, IQueryable<EvidenceRecord> rows) =>
        from e in rows
        join c in db.Set<Connection>() on e.ConnectionId equals c.Id
        orderby e.FirstObservedAt descending, e.Id descending
        select new RowColumns(
            e.Id, e.ConnectionId, c.Name, e.Kind, e.Rung, e.Subject, e.Result, e.ReasonCode, e.Fingerprint, e.FirstObservedAt,
            db.Set<Observation>().Where(o => o.EvidenceId == e.Id).Max(o => (DateTimeOffset?)o.AsOf),
            db.Set<Observation>().Where(o => o.EvidenceId == e.Id).OrderByDescending(o => o.AsOf).ThenByDescending(o => o.Id)
                .Select(o => (bool?)o.Accepted).FirstOrDefault(),
            db.Set<Observation>().Count(o => o.EvidenceId == e.Id),
            db.Set<EvidencePayload>().Where(p => p.EvidenceId == e.Id).Select(p => p.Canonical).FirstOrDefault());

    internal sealed record RowColumns(
        Guid Id, Guid ConnectionId, string ConnectionName, string Kind, string? Rung, string Subject, EvidenceResult Result, string? ReasonCode,
        byte[] Fingerprint, DateTimeOffset FirstObservedAt, DateTimeOffset? LastObservedAt, bool? LastAccepted, int Observations, byte[]? Canonical)
    {
        public EvidenceRow ToView(EvidenceHeadline headline) => new(
            Id, ConnectionId, ConnectionName, Kind, headline.Title(Kind, Rung), Subject, headline.Of(Kind, Canonical, ReasonCode), Result, ReasonCode,
            Platform.Text.Fingerprint.Hex(Fingerprint), FirstObservedAt, LastObservedAt ?? FirstObservedAt, LastAccepted ?? false, Observations);
    }
}
