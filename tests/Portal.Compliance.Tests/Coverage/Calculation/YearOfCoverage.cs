using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>A year of daily collection, every control required by two kinds of each connection.</summary>
internal static class YearOfCoverage
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CoverageFacts Facts(int controls, int connections)
    {
        var ids = Enumerable.Range(0, connections).Select(i => new Guid(i + 1, 0, 0, new byte[8])).ToArray();
        string[] kinds = ["hr.leavers", "hr.onboarding"];
        var effective = new Effective(Start);
        return new CoverageFacts
        {
            Controls = [.. Enumerable.Range(0, controls).Select(i => new ControlFact("f", $"F.{i}", ["hr"]))],
            Kinds = [new KindFact(kinds[0], "hr", EvidenceAspect.Population), new KindFact(kinds[1], "hr", EvidenceAspect.Operation)],
            Adoptions = [new AdoptionFact("f", effective)],
            Requirements = [.. Enumerable.Range(0, controls).SelectMany(i => kinds.Select(k => new RequirementFact("f", $"F.{i}", k, effective)))],
            Connections = [.. ids.Select(id => new ConnectionFact(id, "hr", Start, null, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48)))],
            Observations =
            [
                .. from day in Enumerable.Range(0, 365)
                   from id in ids
                   from kind in kinds
                   select new ObservationFact(id, kind, Start.AddDays(day), EvidenceResult.Satisfied),
            ],
        };
    }

    /// <returns>Covered controls, summed over the days.</returns>
    public static int Run(CoverageFacts facts)
    {
        var calculator = new CoverageCalculator(facts);
        return Enumerable.Range(0, 365).Sum(day => calculator.At(Start.AddDays(day).AddHours(12)).Overall.Covered);
    }
}
