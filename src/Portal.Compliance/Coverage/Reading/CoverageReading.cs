using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;

namespace Portal.Compliance.Coverage.Reading;

/// <summary>Facts, ready to be asked, and the connections they came from.</summary>
internal sealed record CoverageReading(CoverageFacts Facts, IReadOnlyList<CoverageSource> Sources)
{
    public CoverageCalculator Calculator => field ??= new(Facts);

    public CoverageSource? Source(Guid? connection) => Sources.FirstOrDefault(s => s.Id == connection);
}

/// <summary>A connection as coverage sees it.</summary>
internal sealed record CoverageSource(
    Guid Id, string Connector, string Name, string AccountLabel, ConnectionState State, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt,
    TimeSpan Cadence, TimeSpan Grace, TimeSpan StaleAfter)
{
    public ConnectionFact ToFact() => new(Id, Connector, CreatedAt, RevokedAt, Cadence, Grace, StaleAfter);
}
