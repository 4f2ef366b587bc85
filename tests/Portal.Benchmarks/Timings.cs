using System.Diagnostics;
using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>How long the same work took, round by round. Rounds of two contenders alternate, so that round i of both met the same load.</summary>
internal sealed class Timings
{
    private readonly List<double> _milliseconds = [];
    private readonly List<double> _processor = [];

    public double Median => MedianOf(_milliseconds);

    /// <summary>Processor time of this process, all its threads: what is left when others take the machine away in between.</summary>
    public double ProcessorMedian => MedianOf(_processor);

    public async Task<T> MeasureAsync<T>(Func<Task<T>> work)
    {
        var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = await work();
        _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        _processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
        return result;
    }

    public Task MeasureAsync(Func<Task> work) => MeasureAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Median over the rounds of baseline time / our time: pairing cancels the drift of a shared machine.</summary>
    public double SpeedAgainst(Timings baseline) => MedianOf(baseline._milliseconds.Zip(_milliseconds, (theirs, ours) => theirs / ours));

    /// <summary>As <see cref="SpeedAgainst"/>, in processor time.</summary>
    public double ThriftAgainst(Timings baseline) => MedianOf(baseline._processor.Zip(_processor, (theirs, ours) => theirs / ours));

    /// <summary>What all but one in a hundred rounds stayed within.</summary>
    public double NinetyNinth => _milliseconds.Order().ElementAt((int)Math.Ceiling(_milliseconds.Count * 0.99) - 1);

    public override string ToString() => Median.ToString(Median < 100 ? "0.00 'ms'" : "#,0 'ms'", CultureInfo.InvariantCulture);

    private static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
