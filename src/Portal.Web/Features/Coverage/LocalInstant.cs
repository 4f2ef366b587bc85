using System.Globalization;

namespace Portal.Web.Features.Coverage;

/// <summary>Between an instant and what a native date and time input holds: minutes of a zone's clock, without the zone.</summary>
internal static class LocalInstant
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public static string Write(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>
    /// Null when it is no time. A time that the clock skips is the first one after the gap; of one that comes twice, the first.
    /// </returns>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone)
    {
        string[] formats = [Format, Format + "':'ss"];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
