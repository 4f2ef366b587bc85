using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;

namespace Portal.Compliance.Coverage;

/// <summary>Coverage in numbers, for other slices: what a run changed, whom a connection serves.</summary>
internal sealed class CoverageCounts(CoverageReader reader)
{
    public async Task<Headline> AtAsync(PortalDbContext db, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var reading = await reader.AtAsync(db, [at], cancellationToken);
        return reading.Calculator.At(at).Overall;
    }

    /// <summary>Covered controls at two instants, for instance at a run's start and end.</summary>
    public async Task<CoverageChange> BetweenAsync(PortalDbContext db, DateTimeOffset before, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var reading = await reader.AtAsync(db, [before, after], cancellationToken);
        var (then, now) = (reading.Calculator.At(before).Overall, reading.Calculator.At(after).Overall);
        return new CoverageChange(then.Covered, now.Covered, now.Counted);
    }

    /// <summary>What revoking a connection at an instant would do, if nothing else happened.</summary>
    public async Task<RevocationEffect> RevokingAsync(PortalDbContext db, Guid connection, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var reading = await reader.AtAsync(db, [at], cancellationToken);
        var revoked = new CoverageCalculator(reading.Facts with
        {
            Connections = [.. reading.Facts.Connections.Select(c => c.Id == connection ? c with { RevokedAt = at } : c)],
        });
        var then = revoked.At(at);
        // Others go on: what they would lose without a sync is not this revocation's doing.
        var later = CoverageForecast.Of(revoked, then)?.Drop is { } drop && drop.Changes.All(c => c.ConnectionId == connection) ? drop : null;
        return new RevocationEffect(reading.Calculator.At(at).Overall, then.Overall, later);
    }

    /// <summary>Controls that rely on this connection at an instant: one of their requirements counts it among its sources.</summary>
    public async Task<IReadOnlyList<ControlRef>> ServedByAsync(PortalDbContext db, Guid connection, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var reading = await reader.AtAsync(db, [at], cancellationToken);
        return
        [
            .. reading.Calculator.At(at).Controls
                .Where(c => c.Requirements.Any(r => r.Sources.Any(s => s.ConnectionId == connection)))
                .Select(c => new ControlRef(c.Framework, c.Control)),
        ];
    }
}
