using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>
/// The portal's public routes. Where an id is needed, <c>{connection}</c>, <c>{run}</c> and <c>{evidence}</c> stand for the first one that the
/// organization's own lists show, <c>{request}</c> for a rotation that is asked for then, <c>{revoked}</c> for the first one that was revoked.
/// </summary>
public static partial class Routes
{
    /// <summary>What all three roles may read.</summary>
    public static readonly string[] Readable =
    [
        "/o/northwind", "/o/northwind?asOf=2026-11-01T00:00:00Z", "/o/northwind/frameworks/soc2", "/o/northwind/frameworks/soc2/CC6.2", "/o/northwind/catalog",
        "/o/northwind/catalog/bamboohr", "/o/northwind/settings/integrations", "/o/northwind/connections", "/o/northwind/connections/{connection}",
        "/o/northwind/connections/{connection}/runs/{run}", "/o/northwind/evidence", "/o/northwind/evidence/{evidence}",
        "/o/northwind/evidence/{evidence}?tab=raw", "/o/northwind/evidence/{evidence}?tab=provenance", "/o/northwind/evidence/{evidence}?tab=verify",
        "/o/northwind/evidence/{evidence}?tab=used", "/o/northwind/audit-log", "/o/northwind/audit-log/checkpoints", "/o/northwind/alerts",
    ];

    /// <summary>The same pages in the states that a healthy organization does not show: a past instant, a broken and a revoked source, nothing at all.</summary>
    public static readonly string[] Elsewhere =
    [
        "/o/northwind/frameworks/soc2/CC6.2?asOf=2026-11-01T00:00:00Z", "/o/northwind/connections/{connection}?view=runs",
        "/o/northwind/connections/{connection}?view=timeline", "/o/northwind/connections/{connection}?view=settings", "/o/northwind/audit-log?action=sync.",
        "/o/northwind/alerts?state=all", "/o/fabrikam", "/o/fabrikam/frameworks/soc2/CC1.4", "/o/fabrikam/alerts", "/o/fabrikam/connections",
        "/o/fabrikam/connections/{connection}", "/o/fabrikam/connections/{revoked}", "/o/fabrikam/connections/{revoked}/receipt",
        "/o/fabrikam/evidence", "/o/tailspin", "/o/tailspin/evidence", "/o/tailspin/connections", "/o/tailspin/alerts", "/o/northwind/nothing-here",
    ];

    /// <summary>What strangers may see.</summary>
    public static readonly string[] BeforeAnOrganization =
    [
        "/signin", "/signin?fresh=true&returnUrl=/o/northwind", "/signin/failed?reason=wrong_tenant&trace=0123456789abcdef0123456789abcdef", "/invitations/not-one-of-ours",
    ];

    /// <summary>What an admin may see.</summary>
    public static readonly string[] Northwind =
    [
        .. Readable, "/o/northwind/connect/bamboohr", "/o/northwind/connections/{connection}/replace-key", "/o/northwind/connections/{connection}/revoke",
        "/o/northwind/settings", "/o/northwind/settings/members", "/o/northwind/settings/frameworks", "/o/northwind/settings/frameworks/soc2", "/o/northwind/settings/retention", "/o/northwind/demo",
        "/o/northwind/settings/keys", "/o/northwind/settings/keys/off-board",
    ];

    /// <summary>What only an admin has any use for.</summary>
    public static readonly string[] ForAdmins = ["/organizations/new", "/o/northwind/settings/keys/requests/{request}"];

    /// <summary>Every address of ours that is opened in one test or another.</summary>
    public static IEnumerable<string> All => ["/", .. Northwind, .. Elsewhere, .. BeforeAnOrganization, .. ForAdmins];

    public static async Task<string> ResolveAsync(Visitor visitor, string path)
    {
        var root = path.Split('/', '?') is [_, _, var slug, ..] ? $"/o/{slug}" : "/o/northwind";
        if (path.Contains("{connection}", StringComparison.Ordinal))
        {
            var connection = await FirstAsync(visitor, $"{root}/connections", $"{root}/connections/", Id());
            path = path.Replace("{connection}", connection, StringComparison.Ordinal);
            if (path.Contains("{run}", StringComparison.Ordinal))
            {
                path = path.Replace("{run}", await FirstAsync(visitor, $"{root}/connections/{connection}?view=runs", "/runs/", Id()), StringComparison.Ordinal);
            }
        }

        if (path.Contains("{revoked}", StringComparison.Ordinal))
        {
            path = path.Replace("{revoked}", await FirstAsync(visitor, $"{root}/connections?show=revoked", $"{root}/connections/", Id()), StringComparison.Ordinal);
        }

        if (path.Contains("{request}", StringComparison.Ordinal))
        {
            await AskForKeyAsync(visitor, root);
            path = path.Replace("{request}", await FirstAsync(visitor, $"{root}/settings/keys", "/settings/keys/requests/", Id()), StringComparison.Ordinal);
        }

        return path.Contains("{evidence}", StringComparison.Ordinal)
            ? path.Replace("{evidence}", await FirstAsync(visitor, $"{root}/evidence", $"{root}/evidence/", Id()), StringComparison.Ordinal)
            : path;
    }

    /// <summary>An organization whose keys were never rotated has no receipt to look at.</summary>
    private static async Task AskForKeyAsync(Visitor visitor, string root)
    {
        await visitor.GoAsync($"{root}/settings/keys");
        await visitor.Page.Locator("#rotate-key-reason").FillAsync("To look at the receipt.");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Rotate key-encryption key", Exact = true }).ClickAsync();
        await visitor.Page.Locator("main a[href*='/settings/keys/requests/']").First.WaitForAsync();
    }

    private static async Task<string> FirstAsync(Visitor visitor, string list, string inLink, Regex id)
    {
        await visitor.GoAsync(list);
        var link = visitor.Page.Locator($"main a[href*='{inLink}']").First;
        await link.WaitForAsync();
        var href = await link.GetAttributeAsync("href") ?? "";
        return id.Match(href[(href.IndexOf(inLink, StringComparison.Ordinal) + inLink.Length)..]).Value;
    }

    [GeneratedRegex("^[0-9a-fA-F-]{36}")]
    private static partial Regex Id();
}
