using System.Globalization;

namespace Portal.Platform.Text;

/// <summary>Durations are data; these are their phrases. Each stands in the middle of a sentence as it is.</summary>
public static class Durations
{
    private static readonly (TimeSpan Unit, string Word, string Adverb, string Short)[] Units =
    [
        (TimeSpan.FromDays(1), "day", "daily", "d"),
        (TimeSpan.FromHours(1), "hour", "hourly", "h"),
        (TimeSpan.FromMinutes(1), "minute", "every minute", "min"),
        (TimeSpan.FromSeconds(1), "second", "every second", "s"),
    ];

    /// <summary>An exact amount in its largest whole unit: "2 days", "36 hours", "1 minute". Parts of a second are dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public static string Amount(TimeSpan duration)
    {
        var (count, unit) = Largest(duration);
        return string.Create(CultureInfo.InvariantCulture, $"{count} {Units[unit].Word}{(count == 1 ? "" : "s")}");
    }

    /// <summary>How often something happens: "daily", "weekly", "every 6 hours".</summary>
    /// <exception cref="ArgumentOutOfRangeException">Shorter than a second.</exception>
    public static string Cadence(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.FromSeconds(1));
        var (count, unit) = Largest(period);
        return (count, unit) switch
        {
            (7, 0) => "weekly",
            (1, _) => Units[unit].Adverb,
            _ => "every " + Amount(period),
        };
    }

    /// <summary>Roughly how long, in the two largest units, rounded down: "3 d 2 h", "5 min 10 s", "0 s".</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public static string Elapsed(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var first = Array.FindIndex(Units, u => duration >= u.Unit);
        if (first < 0)
        {
            return "0 s";
        }

        var rest = TimeSpan.FromTicks(duration.Ticks % Units[first].Unit.Ticks);
        var text = Part(duration, first);
        return first + 1 < Units.Length && rest >= Units[first + 1].Unit ? $"{text} {Part(rest, first + 1)}" : text;
    }

    private static string Part(TimeSpan duration, int unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / Units[unit].Unit.Ticks} {Units[unit].Short}");

    private static (long Count, int Unit) Largest(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var seconds = TimeSpan.FromTicks(duration.Ticks - (duration.Ticks % TimeSpan.TicksPerSecond));
        var unit = seconds == TimeSpan.Zero ? Units.Length - 1 : Array.FindIndex(Units, u => seconds.Ticks % u.Unit.Ticks == 0);
        return (seconds.Ticks / Units[unit].Unit.Ticks, unit);
    }
}
