using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// Reads an organization's coverage facts. For instants, only the newest observation at or before each is read, so the cost does not
/// grow with history. Public so that use cases can ask for it; it opens for this project only.
/// </summary>
public sealed class CoverageReader
{
    private readonly List<string> _kinds;

    public CoverageReader(Catalog catalog)
    {
        Catalog = catalog;
        var manifests = catalog.Connectors.Select(c => c.Manifest).OrderBy(m => m.Id, StringComparer.Ordinal).ToList();
        var automatableBy = manifests.SelectMany(m => ManifestRequirements.Primary(m).Select(p => (p.Link.Framework, p.Link.Control, m.Id))).Distinct()
            .ToLookup(p => (p.Framework, p.Control), p => p.Id);
        _kinds = [.. manifests.SelectMany(m => m.EvidenceKinds).Select(k => k.Kind)];
        Shipped = new CoverageFacts
        {
            Controls =
            [
                .. FrameworkCatalog.Shipped.Frameworks.SelectMany(f => f.Controls.Select(c => new ControlFact(f.Id, c.Id, [.. automatableBy[(f.Id, c.Id)]]))),
            ],
            Kinds = [.. manifests.SelectMany(m => m.EvidenceKinds.Select(k => new KindFact(k.Kind, m.Id, k.Aspect)))],
        };
    }

    internal Catalog Catalog { get; }

    /// <summary>What this build knows, before any organization: controls and kinds.</summary>
    internal CoverageFacts Shipped { get; }

    /// <summary>Facts that answer for exactly these instants, and for ages after them.</summary>
    internal async Task<CoverageReading> AtAsync(PortalDbContext db, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(db, cancellationToken);
        var observations = await NewestObservations.ReadAsync(db, KindsOf(rules.Sources), instants, cancellationToken);
        return new CoverageReading(rules.Facts with { Observations = observations }, rules.Sources);
    }

    /// <summary>Facts that answer for every instant of a period. Grows with the period, not with the history before it.</summary>
    /// <param name="kinds">Null: every kind.</param>
    internal async Task<CoverageReading> DuringAsync(
        PortalDbContext db, IReadOnlyCollection<string>? kinds, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(db, cancellationToken);
        var known = kinds is null ? _kinds : _kinds.FindAll(kinds.Contains);
        var before = await NewestObservations.ReadAsync(db, KindsOf(rules.Sources), [from], cancellationToken);
        var inside = await NewestObservations.Accepted(db, known, rules.Sources.Select(s => s.Id), from, to).Select(NewestObservations.ToFact).ToListAsync(cancellationToken);
        return new CoverageReading(rules.Facts with { Observations = [.. before.Where(o => known.Contains(o.Kind)), .. inside] }, rules.Sources);
    }

    private async Task<CoverageReading> RulesAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var queries = CoverageQueries.For(db);
        await OneOpening.KeepAsync(db, cancellationToken);
        var sources = await queries.Sources(db).ToListAsync(cancellationToken);
        var (adoptions, scopes, requirements) = (new List<AdoptionFact>(), new List<ScopeFact>(), new List<RequirementFact>());
        await foreach (var rule in queries.Rules(db).WithCancellation(cancellationToken))
        {
            switch (rule.Of)
            {
                case RuleRow.Adoption:
                    adoptions.Add(new(rule.Framework, rule.Effective));
                    break;
                case RuleRow.Scope:
                    scopes.Add(new(rule.Framework, rule.Control, rule.InScope, rule.Text, rule.Effective));
                    break;
                case RuleRow.Requirement:
                    requirements.Add(new(rule.Framework, rule.Control, rule.Text, rule.Effective));
                    break;
                default:
                    throw new InvalidOperationException($"No such kind of rule: {rule.Of}.");
            }
        }

        var facts = Shipped with
        {
            Adoptions = adoptions,
            Scopes = scopes,
            Requirements = requirements,
            Connections = sources.ConvertAll(s => s.ToFact()),
        };
        return new CoverageReading(facts, sources);
    }

    private IEnumerable<IGrouping<string, string>> KindsOf(IReadOnlyList<CoverageSource> sources)
    {
        var connectors = sources.Select(s => s.Connector).ToHashSet(StringComparer.Ordinal);
        return Shipped.Kinds.Where(k => connectors.Contains(k.Connector)).GroupBy(k => k.Connector, k => k.Kind, StringComparer.Ordinal);
    }
}
