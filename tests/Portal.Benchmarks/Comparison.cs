using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>One line of the report: what we need, what the baseline needs in the same run, and whether the aim is met.</summary>
/// <param name="Ratio">What the aim speaks of, by the clock; null when it speaks of <paramref name="Ours"/> itself.</param>
/// <param name="ProcessorRatio">The same by processor time of this process, which others on the machine do not stretch.</param>
internal sealed record Comparison(string Name, string Ours, string Baseline, double? Ratio, double? ProcessorRatio, string Aim, bool IsMet)
{
    public static string Heading { get; } = Row("name", "ours", "baseline", "ratio", "cpu", "aim", "");

    public override string ToString() =>
        Row(Name, Ours, Baseline, Text(Ratio), Text(ProcessorRatio), Aim, IsMet ? "ok" : "missed");

    /// <summary>Speed relative to the baseline's: 1 is as fast, less is slower.</summary>
    public static Comparison Speed(string name, Timings ours, Timings baseline, double aim)
    {
        var ratio = ours.SpeedAgainst(baseline);
        return new(name, ours.ToString(), baseline.ToString(), ratio, ours.ThriftAgainst(baseline), string.Create(CultureInfo.InvariantCulture, $"speed >= {aim:0.0} of it"), ratio >= aim);
    }

    /// <summary>Time relative to the baseline's: 1 is as long, more is slower.</summary>
    public static Comparison Time(string name, Timings ours, Timings baseline, double aim)
    {
        var ratio = 1 / ours.SpeedAgainst(baseline);
        return new(name, ours.ToString(), baseline.ToString(), ratio, 1 / ours.ThriftAgainst(baseline), string.Create(CultureInfo.InvariantCulture, $"time <= {aim:0.0} of it"), ratio <= aim);
    }

    /// <summary>The slowest in a hundred of ours relative to the slowest in a hundred of the baseline's.</summary>
    public static Comparison NinetyNinth(string name, Timings ours, Timings baseline, double aim)
    {
        var ratio = ours.NinetyNinth / baseline.NinetyNinth;
        return new(name, Milliseconds(ours.NinetyNinth), Milliseconds(baseline.NinetyNinth), ratio, null, string.Create(CultureInfo.InvariantCulture, $"p99 <= {aim:0.0} of it"), ratio <= aim);
    }

    private static string Milliseconds(double value) => value.ToString("0.00 'ms'", CultureInfo.InvariantCulture);

    private static string Text(double? ratio) => ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string Row(params string[] cells)
    {
        int[] widths = [-42, 11, 11, 6, 6, -18, -6];
        return string.Join("  ", cells.Select((c, i) => widths[i] < 0 ? c.PadRight(-widths[i]) : c.PadLeft(widths[i]))).TrimEnd();
    }
}

internal static class Build
{
    /// <summary>Numbers of a Debug build say nothing; the heading shows which it is.</summary>
#if DEBUG
    public const string Name = "DEBUG BUILD: numbers mean nothing";
#else
    public const string Name = "Release";
#endif
}
