using System.Text.RegularExpressions;
using Portal.Platform.Results;

namespace Portal.Compliance.Organizations;

/// <summary>What an organization's name, slug and zone have to be.</summary>
public static partial class OrganizationRules
{
    public const int LongestName = 120;
    public const int LongestSlug = 40;

    /// <summary>A slug made from a name, for people to accept or change: "Acme, Inc." → "acme-inc".</summary>
    public static string SuggestSlug(string name)
    {
        var slug = NotInSlug().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-');
        return slug.Length <= LongestSlug ? slug : slug[..LongestSlug].TrimEnd('-');
    }

    /// <summary>Zones to choose from: IANA names of this machine, UTC first.</summary>
    public static IReadOnlyList<string> Zones { get; } =
    [
        "UTC",
        .. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => IanaRegion().IsMatch(id)).Order(StringComparer.Ordinal),
    ];

    internal static Problem? Check(string name, string zone)
    {
        if (name.Length is 0 or > LongestName)
        {
            return new("invalid_name", $"The name must have 1 to {LongestName} characters.", "", "Enter the organization's name.", "name");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? null
            : new("invalid_zone", $"The time zone '{zone}' is not known.", "Zones have IANA names, such as Europe/Berlin.", "Choose a zone from the list.", "zone");
    }

    internal static Problem? CheckSlug(string slug) => Slug().IsMatch(slug) && slug.Length <= LongestSlug
        ? null
        : new("invalid_slug", "The address can hold lower-case letters, digits and single hyphens.", $"It becomes part of every link: /o/{{address}}, at most {LongestSlug} characters.", "Change the address.", "slug");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();

    [GeneratedRegex("^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")]
    private static partial Regex IanaRegion();
}
