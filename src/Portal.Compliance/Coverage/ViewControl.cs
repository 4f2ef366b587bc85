using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Coverage;

/// <summary>One control as of an instant: what it needs, what there is, where collection had gaps, and how its state changed.</summary>
public sealed class ViewControl(TenantScope scope, TenantDatabase database, CoverageReader reader, ProductClock clock)
{
    public const int DefaultDays = 90;
    public const int MaxDays = 400;
    private const int EvidenceShown = 12;

    /// <param name="days">Length of the period that strips and history cover.</param>
    /// <returns>Null when this build ships no such control.</returns>
    public async Task<ControlDetail?> ExecuteAsync(
        string framework, string control, DateTimeOffset? asOf = null, int days = DefaultDays, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        if (FrameworkCatalog.Shipped.Find(framework) is not { } shipped || shipped.Find(control) is not { } known)
        {
            return null;
        }

        var instant = AsOfInstant.Of(asOf, clock);
        var from = instant.At.AddDays(-Math.Clamp(days, 1, MaxDays));
        await using var db = database.Open();
        var rules = await db.Set<Requirement>().Where(r => r.Framework == framework && r.Control == control).ToListAsync(cancellationToken);
        var supporting = Supporting(framework, control);
        var kinds = rules.Select(r => r.EvidenceKind).Concat(supporting.Select(s => s.Kind.Kind))
            .Concat(reader.Shipped.Kinds.Where(k => k.Aspect == EvidenceAspect.Population).Select(k => k.Kind)).ToHashSet(StringComparer.Ordinal);
        var reading = await reader.DuringAsync(db, kinds, from, instant.At, cancellationToken);
        var all = reading.Calculator.At(instant.At);
        var adopted = all.Find(framework);
        var verdict = adopted?.Controls.FirstOrDefault(c => c.Control == control);
        var required = rules.Select(r => r.EvidenceKind).Distinct().Order(StringComparer.Ordinal).ToList();
        return new ControlDetail(
            instant.At, instant.IsPast, from, framework, shipped.Name, control, known.Title, adopted is not null,
            adopted?.OutOfScope.FirstOrDefault(o => o.Control == control), verdict, Requirements(verdict, rules, instant.At),
            [
                .. supporting.Where(s => verdict?.Requirements.All(r => r.Kind != s.Kind.Kind) ?? true).Select(s => new SupportingKind(
                    s.Kind.Kind, s.Kind.Title, s.Connector, s.Rung, reading.Calculator.JudgeKind(s.Kind.Kind, instant.At))),
            ],
            await EvidenceAsync(db, framework, control, instant.At, cancellationToken),
            await GapReasons.ExplainAsync(db, [.. required.SelectMany(k => Continuity.Of(reading.Facts, k, from, instant.At))], instant.At, reader.Catalog, cancellationToken),
            History(reading, framework, control, from, instant.At),
            verdict is null ? [] : reader.Catalog.ServersOf(verdict, await DerivedRungs.ReadAsync(db, reading, all, reader.Catalog, cancellationToken)),
            reading.Sources.ToDictionary(s => s.Id, s => s.Name));
    }

    private List<(EvidenceKindManifest Kind, string Connector, string? Rung)> Supporting(string framework, string control) =>
    [
        .. from connector in reader.Catalog.Connectors
           from kind in connector.Manifest.EvidenceKinds
           from link in kind.Controls
           where link.Framework == framework && link.Control == control
           orderby link.Relation, kind.Kind
           select (kind, connector.Manifest.Name, link.OnlyForRung),
    ];

    private List<RequirementDetail> Requirements(ControlVerdict? verdict, List<Requirement> rules, DateTimeOffset at) =>
    [
        .. from requirement in verdict?.Requirements ?? []
           let rule = rules.Where(r => r.EvidenceKind == requirement.Kind && new Effective(r.EffectiveFrom, r.EffectiveTo).Holds(at)).MinBy(r => r.EffectiveFrom)
           where rule is not null
           select new RequirementDetail(
               requirement, reader.Catalog.TitleOf(requirement.Kind), rule.EffectiveFrom, rule.Origin == RequirementOrigin.Person, rule.Reason,
               requirement.ProvenEmptyBy is { } proof ? reader.Catalog.TitleOf(proof) : null),
    ];

    private async Task<List<ControlEvidence>> EvidenceAsync(
        PortalDbContext db, string framework, string control, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var rows = await (
            from link in db.Set<EvidenceControl>()
            where link.Framework == framework && link.Control == control
            join evidence in db.Set<EvidenceRecord>() on link.EvidenceId equals evidence.Id
            where evidence.FirstObservedAt <= at
            let seen = db.Set<Observation>().Where(o => o.EvidenceId == evidence.Id && o.AsOf <= at).Max(o => (DateTimeOffset?)o.AsOf)
            orderby seen descending, evidence.FirstObservedAt descending, evidence.Id descending
            select new
            {
                evidence.Id,
                evidence.Kind,
                evidence.Rung,
                evidence.ConnectionId,
                link.Relation,
                evidence.Result,
                evidence.ReasonCode,
                evidence.FirstObservedAt,
                Last = db.Set<Observation>().Where(o => o.EvidenceId == evidence.Id && o.AsOf <= at).OrderByDescending(o => o.AsOf)
                    .Select(o => new { o.AsOf, o.Accepted }).FirstOrDefault(),
            }).Take(EvidenceShown).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new ControlEvidence(
                r.Id, r.Kind, reader.Catalog.TitleOf(r.Kind, r.Rung), r.ConnectionId, r.Relation, r.Result, r.ReasonCode, r.FirstObservedAt,
                r.Last?.AsOf ?? r.FirstObservedAt, r.Last?.Accepted ?? false)),
        ];
    }

    private static List<StateChange> History(CoverageReading reading, string framework, string control, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. ControlHistory.Of(reading.Facts, framework, control, from, to).Reverse().Select(change =>
        {
            var cause = (change.Before, change.Verdict) switch
            {
                ({ } before, { } now) => CoverageAttribution.CauseOfChange(before, now),
                (null, { } now) when change.At <= from => CoverageAttribution.CauseOf(now),
                (null, null) => null,
                _ => InForce(reading.Facts, framework, change.At),
            };
            return new StateChange(change.At, change.Verdict?.State, cause?.Cause, cause?.ConnectionId);
        }),
    ];

    /// <summary>Why a control came into force at the instant, or went: with its framework, or by its scope.</summary>
    private static CauseOfState InForce(CoverageFacts facts, string framework, DateTimeOffset at)
    {
        var adoptions = facts.Adoptions.Where(a => a.Framework == framework).Select(a => a.Effective).ToList();
        return new CauseOfState(
            adoptions.Exists(a => a.From == at) ? ChangeCause.FrameworkAdopted : adoptions.Exists(a => a.To == at) ? ChangeCause.FrameworkDropped : ChangeCause.ScopeChanged,
            null, null);
    }
}
