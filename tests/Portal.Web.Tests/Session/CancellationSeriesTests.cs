using Portal.Web.Session;

namespace Portal.Web.Tests.Session;

public sealed class CancellationSeriesTests
{
    [Fact]
    public void Next_CancelsTheOneBeforeAndOnlyThat()
    {
        using var series = new CancellationSeries();

        var first = series.Next();
        var second = series.Next();

        Assert.Equal((true, false), (first.IsCancellationRequested, second.IsCancellationRequested));
    }

    [Fact]
    public void Dispose_CancelsTheLast()
    {
        var series = new CancellationSeries();
        var last = series.Next();

        series.Dispose();

        Assert.True(last.IsCancellationRequested);
    }
}
