using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// The dashboard's reads, translated once. The tenant filter is part of each: it reads the organization from the context it is given, at
/// every execution. A translation belongs to one model, and a process may hold several (one an engine).
/// </summary>
internal sealed class CoverageQueries
{
    private static readonly ConditionalWeakTable<IModel, CoverageQueries> Known = [];

    /// <summary>
    /// Newest accepted instants at or before two others, one seek in the index each. Two turns of phrase matter here. Accepted is compared
    /// with a parameter because a bare boolean column keeps SQLite from seeking on to the instant behind it. The list of kinds is filtered
    /// by nothing because EF Core joins with a list only as a query of its own.
    /// </summary>
    public static readonly Expression<Func<PortalDbContext, List<string>, DateTimeOffset, DateTimeOffset, bool, IQueryable<Newest>>> Seek =
        (db, kinds, t1, t2, accepted) =>
            from c in db.Set<Connection>()
            from k in kinds.Where(k => k != "")
            select new Newest(
                c.Id, k,
                db.Set<Observation>().Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t1).Max(o => (DateTimeOffset?)o.AsOf),
                db.Set<Observation>().Where(o => o.ConnectionId == c.Id && o.Kind == k && o.Accepted == accepted && o.AsOf <= t2).Max(o => (DateTimeOffset?)o.AsOf));

    public readonly Func<PortalDbContext, IAsyncEnumerable<AdoptionFact>> Adoptions = EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<FrameworkAdoption>().Select(a => new AdoptionFact(a.Framework, new Effective(a.EffectiveFrom, a.EffectiveTo))));

    public readonly Func<PortalDbContext, IAsyncEnumerable<ScopeFact>> Scopes = EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<ControlScope>()
            .Select(s => new ScopeFact(s.Framework, s.Control, s.InScope, s.Reason, new Effective(s.EffectiveFrom, s.EffectiveTo))));

    public readonly Func<PortalDbContext, IAsyncEnumerable<RequirementFact>> Requirements = EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<Requirement>()
            .Select(r => new RequirementFact(r.Framework, r.Control, r.EvidenceKind, new Effective(r.EffectiveFrom, r.EffectiveTo))));

    public readonly Func<PortalDbContext, IAsyncEnumerable<CoverageSource>> Sources = EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<Connection>().Select(c => new CoverageSource(
            c.Id, c.Connector, c.Name, c.AccountLabel, c.State, c.CreatedAt, c.DeletedAt, c.Cadence, c.Grace, c.StaleAfter)));

    public readonly Func<PortalDbContext, List<string>, DateTimeOffset, DateTimeOffset, bool, IAsyncEnumerable<Newest>> Newest = EF.CompileAsyncQuery(Seek);

    public readonly Func<PortalDbContext, List<Guid>, List<string>, List<DateTimeOffset>, bool, IAsyncEnumerable<ObservationFact>> Observed = EF.CompileAsyncQuery(
        (PortalDbContext db, List<Guid> connections, List<string> kinds, List<DateTimeOffset> asOfs, bool accepted) => db.Set<Observation>()
            .Where(o => connections.Contains(o.ConnectionId) && kinds.Contains(o.Kind) && o.Accepted == accepted && asOfs.Contains(o.AsOf))
            .Select(o => new ObservationFact(o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId)));

    public static CoverageQueries For(PortalDbContext db) => Known.GetValue(db.Model, _ => new CoverageQueries());
}

/// <summary>Null where nothing accepted is that old.</summary>
internal sealed record Newest(Guid Connection, string Kind, DateTimeOffset? First, DateTimeOffset? Second)
{
    public IEnumerable<DateTimeOffset> Instants => new[] { First, Second }.OfType<DateTimeOffset>();
}
