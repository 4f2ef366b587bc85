using System.Globalization;
using Portal.Compliance.Tests.Coverage.Calculation;

namespace Portal.Benchmarks.Coverage;

/// <summary>A year of daily coverage for 100 controls by the pure calculation: what a trend over a year costs beyond its rows.</summary>
internal static class YearBenchmark
{
    private const int Rounds = 31;
    private const double MostMilliseconds = 100;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        var facts = YearOfCoverage.Facts(controls: 100, connections: 3);
        var timings = new Timings();
        _ = YearOfCoverage.Run(facts);
        for (var round = 0; round < Rounds; round++)
        {
            var covered = await timings.MeasureAsync(() => Task.FromResult(YearOfCoverage.Run(facts)));
            if (covered != 365 * 100)
            {
                throw new InvalidOperationException($"{covered} control days are covered instead of {365 * 100}.");
            }
        }

        yield return Line("year of daily coverage, 100 controls", timings.Median);
        yield return Line("year of daily coverage, processor time", timings.ProcessorMedian);
    }

    private static Comparison Line(string name, double milliseconds) => new(
        name, milliseconds.ToString("0.0 'ms'", CultureInfo.InvariantCulture), "-", null, null, "<= 100 ms", milliseconds <= MostMilliseconds);
}
