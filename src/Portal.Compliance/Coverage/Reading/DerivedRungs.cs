using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// On which rungs of the ladder the current evidence was derived, for kinds that some control waits for: nothing is required of it until
/// somebody confirms the rung (<see cref="ConfirmRung"/>), and until then its page has to say that the evidence is there.
/// </summary>
internal sealed class DerivedRungs
{
    private readonly HashSet<(string Kind, string Rung)> _derived;

    private DerivedRungs(IEnumerable<(string Kind, string Rung)> derived) => _derived = [.. derived];

    public static async Task<DerivedRungs> ReadAsync(
        PortalDbContext db, CoverageReading reading, CoverageVerdict verdict, Catalog catalog, CancellationToken cancellationToken)
    {
        var waiting = verdict.Controls.Where(c => c.AutomatableBy.Count > 0).Select(c => (c.Framework, c.Control)).ToHashSet();
        var kinds = catalog.Connectors.SelectMany(c => ManifestRequirements.Primary(c.Manifest))
            .Where(p => p.Link.OnlyForRung is not null && waiting.Contains((p.Link.Framework, p.Link.Control))).Select(p => p.Kind.Kind).Distinct();
        var evidence = kinds.SelectMany(k => reading.Calculator.JudgeKind(k, verdict.At).Sources)
            .Where(s => !s.Revoked).Select(s => s.EvidenceId).OfType<Guid>().ToList();
        if (evidence.Count == 0)
        {
            return new DerivedRungs([]);
        }

        var rows = await db.Set<EvidenceRecord>().Where(e => evidence.Contains(e.Id) && e.Rung != null)
            .Select(e => new { e.Kind, e.Rung }).ToListAsync(cancellationToken);
        return new DerivedRungs(rows.Select(r => (r.Kind, r.Rung!)));
    }

    public bool Holds(string kind, string? rung) => rung is not null && _derived.Contains((kind, rung));
}
