namespace Portal.Compliance.Tests.Coverage.Calculation;

public sealed class CoverageYearTests
{
    /// <summary>How long it takes is a ratio of Portal.Benchmarks, which asks for the same year.</summary>
    [Fact]
    public void At_EveryDayOfAYearForAHundredControls_CoversEachOfThem() =>
        Assert.Equal(365 * 100, YearOfCoverage.Run(YearOfCoverage.Facts(controls: 100, connections: 3)));
}
