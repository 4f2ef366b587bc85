using System.Globalization;

namespace Portal.Connectors.BambooHr;

/// <summary>What BambooHR's texts mean. Pure: the same text gives the same meaning on any day, in any culture.</summary>
internal static class BambooHrMapper
{
    private const string Active = "Active";
    private const string Inactive = "Inactive";

    /// <summary>A date without time; null for what BambooHR writes when there is none: null, "", "0000-00-00".</summary>
    public static DateOnly? Date(string? text) =>
        text is { Length: >= 10 } && text[4] == '-' && text[7] == '-' && (text.Length == 10 || text[10] is 'T' or ' ')
        && Number(text.AsSpan(0, 4)) is > 0 and var year && Number(text.AsSpan(5, 2)) is > 0 and <= 12 and var month
        && Number(text.AsSpan(8, 2)) is > 0 and var day && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    // Several a row and hundreds of thousands a sync: a format string that is read anew each time was a tenth of reading them.
    private static int Number(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static bool IsActive(string? status) => string.Equals(status, Active, StringComparison.OrdinalIgnoreCase);

    public static bool IsInactive(string? status) => string.Equals(status, Inactive, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Where a person belongs among the leavers of a window that ends today. Employment ends at 23:59 of the date, so whoever is Active on
    /// the date itself has not left yet. The label of the employment status plays no part: customers rename it.
    /// </summary>
    /// <param name="windowStart">First day of the window, included.</param>
    public static LeaverDisposition Leaver(string? status, DateOnly? terminationDate, DateOnly windowStart, DateOnly today) => terminationDate switch
    {
        null => LeaverDisposition.None,
        { } date when date < windowStart => LeaverDisposition.None,
        { } date when date > today => LeaverDisposition.Scheduled,
        { } date when IsInactive(status) => LeaverDisposition.Counted,
        { } date when IsActive(status) && date == today => LeaverDisposition.Scheduled,
        // Active with an earlier date (rehire or inconsistent), or a status we do not know: somebody must look.
        _ => LeaverDisposition.Review,
    };

    /// <summary>Whether something is done. A completion date decides; otherwise a yes or no in the spellings seen. Null: we cannot tell.</summary>
    public static bool? IsDone(string? completed, string? completedOn, DateOnly today)
    {
        if (Date(completedOn) is { } date)
        {
            return date <= today;
        }
        return completed?.Trim().ToLowerInvariant() switch
        {
            null or "" or "0" or "no" or "false" or "n" or "open" or "incomplete" or "not completed" or "pending" or "0000-00-00" => false,
            "1" or "yes" or "true" or "y" or "done" or "complete" or "completed" => true,
            { } text => Date(text) is { } when ? when <= today : null,
        };
    }
}

internal enum LeaverDisposition { None, Counted, Scheduled, Review }
