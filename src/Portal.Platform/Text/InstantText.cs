using System.Globalization;

namespace Portal.Platform.Text;

/// <summary>Instants as people read them: absolute with their zone first, relative second. Always English, whatever the machine's culture.</summary>
public static class InstantText
{
    /// <summary>"21 Nov 2026, 14:05 UTC+01:00 (Europe/Berlin)"; in UTC itself "21 Nov 2026, 13:05 UTC".</summary>
    public static string Absolute(DateTimeOffset instant, TimeZoneInfo zone) => Absolute(instant, zone, "d MMM yyyy, HH:mm");

    /// <summary>As <see cref="Absolute(DateTimeOffset, TimeZoneInfo)"/>, with seconds.</summary>
    public static string Precise(DateTimeOffset instant, TimeZoneInfo zone) => Absolute(instant, zone, "d MMM yyyy, HH:mm:ss");

    /// <summary>"21 Nov 2026, 14:05 UTC+01:00 (Europe/Berlin) · 3 d 2 h ago".</summary>
    public static string WithRelative(DateTimeOffset instant, TimeZoneInfo zone, DateTimeOffset now) =>
        $"{Absolute(instant, zone)} · {Relative(instant, now)}";

    /// <summary>"3 d 2 h ago", "in 45 min", "just now" within a second. Never shown alone.</summary>
    public static string Relative(DateTimeOffset instant, DateTimeOffset now)
    {
        var age = now - instant;
        return age.Duration() < TimeSpan.FromSeconds(1) ? "just now"
            : age > TimeSpan.Zero ? Durations.Elapsed(age) + " ago"
            : "in " + Durations.Elapsed(age.Negate());
    }

    /// <summary>For a page about another instant than now: "3 d 2 h earlier", "45 min later", "at that moment" within a second.</summary>
    public static string RelativeTo(DateTimeOffset instant, DateTimeOffset then)
    {
        var age = then - instant;
        return age.Duration() < TimeSpan.FromSeconds(1) ? "at that moment"
            : age > TimeSpan.Zero ? Durations.Elapsed(age) + " earlier"
            : Durations.Elapsed(age.Negate()) + " later";
    }

    /// <summary>The calendar day in the zone: "21 Nov 2026".</summary>
    public static string Day(DateTimeOffset instant, TimeZoneInfo zone) =>
        Day(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));

    /// <summary>"21 Nov 2026", for a date that has no time.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>UTC to the tick, for machines and for hashing: "2026-11-21T13:05:00.0000000Z".</summary>
    public static string Machine(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Machine(DateTimeOffset)"/>, in UTF-8 and without a string; 28 bytes.</summary>
    public static bool TryMachine(DateTimeOffset instant, Span<byte> utf8, out int written) =>
        instant.UtcDateTime.TryFormat(utf8, out written, "O", CultureInfo.InvariantCulture);

    private static string Absolute(DateTimeOffset instant, TimeZoneInfo zone, string format)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var text = local.ToString(format, CultureInfo.InvariantCulture);
        var name = Name(zone);
        return name is "UTC" ? $"{text} UTC" : $"{text} UTC{local.ToString("zzz", CultureInfo.InvariantCulture)} ({name})";
    }

    /// <summary>The IANA name, also where the machine uses Windows names.</summary>
    private static string Name(TimeZoneInfo zone) =>
        zone.Id is "UTC" or "Etc/UTC" ? "UTC"
        : zone.HasIanaId ? zone.Id
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana
        : zone.Id;
}
