using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Connect;

/// <summary>The words of a failure row: {0} is the vendor, {1} the account field's label in a sentence, {2} the account as people know it.</summary>
internal static class FailureWords
{
    private const int MostPoints = 5;

    public static string Say(IStringLocalizer text, FailureRow row, string part, ConnectorManifest manifest, ManifestField? field, string account) =>
        text[$"Failure_{row}_{part}", Arguments(manifest, field, account)];

    /// <summary>Causes, or checks to make; none for rows that need none.</summary>
    public static IEnumerable<string> Points(IStringLocalizer text, FailureRow row, ConnectorManifest manifest, ManifestField? field, string account)
    {
        var arguments = Arguments(manifest, field, account);
        return Enumerable.Range(1, MostPoints)
            .Select(n => text[string.Create(CultureInfo.InvariantCulture, $"Failure_{row}_{n}"), arguments])
            .TakeWhile(point => !point.ResourceNotFound)
            .Select(point => point.Value);
    }

    private static object[] Arguments(ConnectorManifest manifest, ManifestField? field, string account) =>
        [manifest.Name, (field?.Label ?? "account").ToLowerInvariant(), field is null ? account : AffixedInput.Shown(field, account)];
}
