using System.Text.RegularExpressions;

namespace Portal.Connectors.BambooHr;

/// <summary>Where a customer keeps onboarding in a field of their own: a field of the employee, or one of a table.</summary>
internal sealed partial record CustomerField(string? Table, string Name)
{
    /// <summary>Reads <c>field</c> or <c>table.field</c>; null for anything else, since both end up in a request path or body.</summary>
    public static CustomerField? TryParse(string? text) =>
        text is not null && Shape().Match(text.Trim()) is { Success: true } match
            ? new CustomerField(match.Groups["table"] is { Success: true } table ? table.Value : null, match.Groups["field"].Value)
            : null;

    public override string ToString() => Table is null ? Name : $"{Table}.{Name}";

    [GeneratedRegex("^((?<table>[A-Za-z0-9_]{1,100})\\.)?(?<field>[A-Za-z0-9_]{1,100})\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
