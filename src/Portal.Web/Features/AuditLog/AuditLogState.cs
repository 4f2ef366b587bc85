using System.Globalization;
using Portal.Compliance.Trail;
using Portal.Web.Components;
using Portal.Web.Features.Evidence;

namespace Portal.Web.Features.AuditLog;

/// <summary>The log's filters as its URL, and the URL of its export, hold them.</summary>
internal static class AuditLogState
{
    public const string Action = "action", Actor = "actor", SubjectType = "type", Subject = "subject", From = "from", To = "to", Entry = "entry";

    private static readonly string[] Keys = [Action, Actor, SubjectType, Subject, From, To];

    public static AuditFilter Read(UrlState url, TimeZoneInfo zone) => new(
        url[Action], url[Actor], url[SubjectType], url[Subject],
        url.GetDay(From) is { } from ? ZoneDays.StartOf(from, zone) : null,
        url.GetDay(To) is { } to ? ZoneDays.EndOf(to, zone) : null);

    /// <summary>The entry that is open beside the list.</summary>
    public static long? EntryOf(UrlState url) =>
        long.TryParse(url[Entry], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    public static UrlState WithEntry(UrlState url, long? sequence) => url.With(Entry, sequence?.ToString(CultureInfo.InvariantCulture));

    public static UrlState Without(UrlState url) => Keys.Aggregate(url, (state, key) => state.With(key, (string?)null));

    /// <summary>Query of the export: the same filters, and nothing else of the page's URL.</summary>
    public static string ExportQuery(UrlState url) =>
        Keys.Aggregate(UrlState.From("export"), (state, key) => state.With(key, url[key])).Address;
}
