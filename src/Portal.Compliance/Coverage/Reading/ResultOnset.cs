using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>
/// Finds since when a source has been saying what it says now, for those that said something else at an earlier instant. Without it a
/// fall would be dated by the newest observation, not by the one that brought it.
/// </summary>
internal static class ResultOnset
{
    /// <returns>A calculator that also knows the observations at which results turned.</returns>
    public static async Task<CoverageCalculator> AddAsync(
        PortalDbContext db, CoverageReading reading, CoverageVerdict then, CoverageVerdict now, CancellationToken cancellationToken)
    {
        var before = Sources(then).ToDictionary(s => (s.Kind, s.Source.ConnectionId), s => s.Source.Result);
        var turned = new List<ObservationFact>();
        foreach (var (kind, source) in Sources(now))
        {
            if (source is { Result: { } result and not EvidenceResult.Satisfied, AsOf: { } newest }
                && before.TryGetValue((kind, source.ConnectionId), out var earlier) && earlier != result
                && await TurnAsync(db, kind, source.ConnectionId, result, then.At, newest, cancellationToken) is { } turn)
            {
                turned.Add(turn);
            }
        }

        return turned.Count == 0
            ? reading.Calculator
            : new CoverageCalculator(reading.Facts with { Observations = [.. reading.Facts.Observations, .. turned] });
    }

    private static IEnumerable<(string Kind, SourceVerdict Source)> Sources(CoverageVerdict verdict) => verdict.Controls
        .SelectMany(c => c.Requirements).DistinctBy(r => r.Kind).SelectMany(r => r.Sources.Select(s => (r.Kind, s)));

    private static async Task<ObservationFact?> TurnAsync(
        PortalDbContext db, string kind, Guid connection, EvidenceResult result, DateTimeOffset from, DateTimeOffset newest,
        CancellationToken cancellationToken)
    {
        var rows = NewestObservations.Accepted(db, [kind], [connection]).Where(o => o.AsOf > from && o.AsOf <= newest);
        var other = await rows.Where(o => o.Result != result).MaxAsync(o => (DateTimeOffset?)o.AsOf, cancellationToken) ?? from;
        return await rows.Where(o => o.AsOf > other).OrderBy(o => o.AsOf).Select(NewestObservations.ToFact).FirstOrDefaultAsync(cancellationToken);
    }
}
