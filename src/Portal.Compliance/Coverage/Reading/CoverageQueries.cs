using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using NewestTranslated = System.Func<
    Portal.Compliance.Data.PortalDbContext, string, System.DateTimeOffset, System.DateTimeOffset, bool,
    System.Linq.IQueryable<Portal.Compliance.Coverage.Calculation.ObservationFact>>;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// The dashboard's reads, translated once. The tenant filter is part of each: it reads the organization from the context it is given, at
/// every execution. A translation belongs to one model, and a process may hold several (one an engine).
/// </summary>
internal sealed class CoverageQueries
{
    private static readonly ConditionalWeakTable<IModel, CoverageQueries> Known = [];

    private readonly ConcurrentDictionary<string, NewestQuery> _newest = new(StringComparer.Ordinal);

    /// <summary>Adoptions, scopes and requirements in one statement: on a server each statement is a way there and back.</summary>
    public readonly Func<PortalDbContext, IAsyncEnumerable<RuleRow>> Rules = EF.CompileAsyncQuery((PortalDbContext db) =>
        db.Set<FrameworkAdoption>().Select(a => new { Of = RuleRow.Adoption, a.Framework, Control = "", Text = "", InScope = true, a.EffectiveFrom, a.EffectiveTo })
            .Concat(db.Set<ControlScope>().Select(s => new { Of = RuleRow.Scope, s.Framework, s.Control, Text = s.Reason, s.InScope, s.EffectiveFrom, s.EffectiveTo }))
            .Concat(db.Set<Requirement>().Select(r => new { Of = RuleRow.Requirement, r.Framework, r.Control, Text = r.EvidenceKind, InScope = true, r.EffectiveFrom, r.EffectiveTo }))
            .Select(r => new RuleRow(r.Of, r.Framework, r.Control, r.Text, r.InScope, new Effective(r.EffectiveFrom, r.EffectiveTo))));

    public readonly Func<PortalDbContext, IAsyncEnumerable<CoverageSource>> Sources = EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<Connection>().Select(c => new CoverageSource(
            c.Id, c.Connector, c.Name, c.AccountLabel, c.State, c.CreatedAt, c.DeletedAt, c.Cadence, c.Grace, c.StaleAfter)));

    /// <param name="kinds">What the connector collects. Kinds are facts of this build, so there are as many translations as connectors.</param>
    public NewestQuery Newest(IEnumerable<string> kinds)
    {
        var known = kinds.ToArray();
        return _newest.GetOrAdd(string.Join('\n', known), static (_, k) => new NewestQuery(EF.CompileAsyncQuery(NewestOf(k))), known);
    }

    /// <summary>
    /// For each connection of a connector, and each kind, the newest accepted instants at or before two others, and then their rows: one seek
    /// in the index for an instant and one for its rows, in one statement that is written once. The turns of phrase matter. Kinds are
    /// constants, because with a list as a parameter EF Core writes a statement anew at every reading. Accepted is compared with a
    /// parameter because a bare boolean column keeps SQLite from seeking on to the instant behind it. The instant is compared with one value
    /// a row: offered two at once, PostgreSQL reads the whole history. So it does unless the instants are distinct, which keeps it from joining
    /// the rows before it knows the instants; they would have to be in any case, since both may be the same. Lists are filtered by
    /// nothing because EF Core joins with one only as a query of its own.
    /// </summary>
    public static Expression<NewestTranslated> NewestOf(string[] kinds)
    {
        Expression<Func<string[], NewestTranslated>> query = all => (db, connector, later, earlier, accepted) =>
            from newest in (
                from c in db.Set<Connection>()
                where c.Connector == connector
                from k in all.Where(k => true)
                from i in new[] { 0, 1 }.Where(i => true)
                select new
                {
                    c.Id,
                    Kind = k,
                    AsOf = db.Set<Observation>()
                        .Where(n => n.ConnectionId == c.Id && n.Kind == k && n.Accepted == accepted && n.AsOf <= (i == 0 ? later : earlier))
                        .Max(n => (DateTimeOffset?)n.AsOf),
                }).Distinct()
            from o in db.Set<Observation>()
            where o.ConnectionId == newest.Id && o.Kind == newest.Kind && o.Accepted == accepted && o.AsOf == newest.AsOf
            select new ObservationFact(o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId);
        return (Expression<NewestTranslated>)
            ReplacingExpressionVisitor.Replace(query.Parameters[0], Expression.Constant(kinds), query.Body);
    }

    public static CoverageQueries For(PortalDbContext db) => Known.GetValue(db.Model, _ => new CoverageQueries());
}

/// <summary>One row of three tables that look alike.</summary>
/// <param name="Text">A scope's reason, a requirement's evidence kind.</param>
internal sealed record RuleRow(int Of, string Framework, string Control, string Text, bool InScope, Effective Effective)
{
    public const int Adoption = 0;
    public const int Scope = 1;
    public const int Requirement = 2;
}

internal delegate IAsyncEnumerable<ObservationFact> NewestQuery(PortalDbContext db, string connector, DateTimeOffset later, DateTimeOffset earlier, bool accepted);
