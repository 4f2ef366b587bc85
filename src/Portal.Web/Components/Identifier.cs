using System.Globalization;

namespace Portal.Web.Components;

/// <summary>Ids of elements that labels point at: unique in this process, short, and no secret.</summary>
internal static class Identifier
{
    private static long _last;

    public static string NewId(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Interlocked.Increment(ref _last)}");
}
