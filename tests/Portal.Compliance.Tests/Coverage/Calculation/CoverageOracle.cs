using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>
/// The rules read aloud from the specification, by linear search and without sharing a line with the code under test. Only for
/// the grid and thresholds of <see cref="CoverageWorlds"/>: 24 h cadence, 2 h grace, 48 h stale.
/// </summary>
internal static class CoverageOracle
{
    public static Dictionary<string, ControlState> States(CoverageFacts facts, DateTimeOffset t)
    {
        var states = new Dictionary<string, ControlState>();
        foreach (var control in facts.Controls)
        {
            var adopted = facts.Adoptions.Any(a => a.Framework == control.Framework && InForce(a.Effective, t));
            var scopes = facts.Scopes.Where(s => s.Control == control.Control && InForce(s.Effective, t)).ToList();
            var newest = scopes.Where(s => s.Effective.From == scopes.Max(x => x.Effective.From)).ToList();
            if (adopted && (newest.Count == 0 || newest.Any(s => s.InScope)))
            {
                states[control.Control] = Control(facts, control, t);
            }
        }

        return states;
    }

    public static RequirementState Requirement(CoverageFacts facts, string kind, DateTimeOffset t)
    {
        var connector = kind.Split('.')[0];
        var existing = facts.Connections.Where(c => c.Connector == connector && c.CreatedAt <= t).ToList();
        var alive = existing.Where(c => c.RevokedAt is null || t < c.RevokedAt).ToList();
        if (alive.Count > 0)
        {
            return alive.Max(c => Source(facts, c, kind, t));
        }

        if (existing.Count == 0)
        {
            return RequirementState.NotCollected;
        }

        var last = existing.Where(c => c.RevokedAt == existing.Max(x => x.RevokedAt)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).Last();
        var state = Source(facts, last, kind, t);
        return state < RequirementState.Inconclusive ? RequirementState.Inconclusive : state;
    }

    private static ControlState Control(CoverageFacts facts, ControlFact control, DateTimeOffset t)
    {
        var states = facts.Requirements
            .Where(r => r.Framework == control.Framework && r.Control == control.Control && InForce(r.Effective, t))
            .Select(r => Requirement(facts, r.Kind, t)).ToList();
        if (states.Count == 0)
        {
            return control.AutomatableBy.Count == 0 ? ControlState.Manual : ControlState.Uncovered;
        }

        if (states.Contains(RequirementState.Failing))
        {
            return ControlState.Failing;
        }

        if (states.All(s => s is RequirementState.Fresh or RequirementState.DueSoon))
        {
            return ControlState.Covered;
        }

        return states.Any(s => s is RequirementState.Fresh or RequirementState.DueSoon or RequirementState.Inconclusive)
            ? ControlState.Degraded
            : ControlState.Uncovered;
    }

    private static RequirementState Source(CoverageFacts facts, ConnectionFact connection, string kind, DateTimeOffset t)
    {
        var rows = facts.Observations.Where(o =>
            o.ConnectionId == connection.Id && o.Kind == kind && o.AsOf <= t && o.AsOf >= connection.CreatedAt
            && (connection.RevokedAt is null || o.AsOf < connection.RevokedAt)).ToList();
        var newest = rows.Where(o => o.AsOf == rows.Max(x => x.AsOf)).ToList();
        return newest.Count == 0 ? RequirementState.NotCollected
            : newest.Any(o => o.Result == EvidenceResult.NotSatisfied) ? Aged(RequirementState.Failing)
            : newest.Any(o => o.Result == EvidenceResult.NotAvailable) ? RequirementState.NotCollected
            : newest.Any(o => o.Result == EvidenceResult.Inconclusive) ? Aged(RequirementState.Inconclusive)
            : (t - newest[0].AsOf).TotalHours <= 26 ? RequirementState.Fresh
            : Aged(RequirementState.DueSoon);

        RequirementState Aged(RequirementState young) => (t - newest[0].AsOf).TotalHours <= 48 ? young : RequirementState.Stale;
    }

    private static bool InForce(Effective span, DateTimeOffset t) => t >= span.From && !(t >= span.To);
}
