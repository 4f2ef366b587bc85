using System.Diagnostics;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

public sealed class CoverageSpeedTests
{
    /// <summary>The aim is 100 ms in Release (Portal.Benchmarks prints it); here a bound that a slower algorithm cannot meet.</summary>
    [Fact]
    public void At_EveryDayOfAYearForAHundredControls_TakesNoTimeAPersonNotices()
    {
        var facts = YearOfCoverage.Facts(controls: 100, connections: 3);
        _ = YearOfCoverage.Run(facts);

        var watch = Stopwatch.StartNew();
        var covered = YearOfCoverage.Run(facts);

        Assert.Equal(365 * 100, covered);
        Assert.InRange(watch.Elapsed.TotalMilliseconds, 0, 500);
    }
}
