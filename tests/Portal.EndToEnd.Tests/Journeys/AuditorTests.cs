using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>The auditor's role reads everything and is offered nothing else.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed partial class AuditorTests(SharedPortal portal)
{
    public static TheoryData<string> Pages =>
    [
        .. Routes.Readable, "/o/northwind/connections/{connection}?view=runs", "/o/northwind/connections/{connection}?view=timeline",
        "/o/northwind/connections/{connection}?view=settings", "/o/fabrikam", "/o/fabrikam/alerts", "/o/fabrikam/connections", "/o/tailspin",
    ];

    public static TheoryData<string> ClosedPages => [.. Routes.Northwind.Except(Routes.Readable).Where(path => !path.Contains("/settings", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Pages))]
    public async Task Page_ReadByAnAuditor_OffersNoAction(string path)
    {
        await using var audrey = await Visitor.ComeAsync(portal.Host, "audrey");
        await audrey.GoAsync(await Routes.ResolveAsync(audrey, path));
        foreach (var role in new[] { AriaRole.Button, AriaRole.Link })
        {
            var offered = audrey.Page.GetByRole(role, new() { NameRegex = Action() });
            Assert.True(await offered.CountAsync() == 0, $"{path} offers: {string.Join(", ", await offered.AllInnerTextsAsync())}");
        }

        audrey.AssertQuiet();
    }

    [Theory, MemberData(nameof(ClosedPages))]
    public async Task ActionPage_OpenedByAnAuditorByAddress_DoesNotExist(string path)
    {
        await using var audrey = await Visitor.ComeAsync(portal.Host, "audrey");
        await audrey.GoAsync(await Routes.ResolveAsync(audrey, path));
        await Expect(audrey.Page.Locator("main h1")).ToHaveTextAsync("Not found");
        Assert.Equal(404, (await audrey.Page.ReloadAsync())!.Status);
        await Expect(audrey.Page.Locator("main input, main textarea, main select, main button")).ToHaveCountAsync(0);
    }

    [GeneratedRegex(@"^(Connect\b|Test and|Sync now|Pause|Resume|Replace|Revoke\b|Cancel this|Acknowledge|Snooze|Assign|Adopt|Drop|Take |Change|Remove|Require it|Save|Confirm|Accept|Add |Invite|Choose frameworks|Scope and requirements|\+)", RegexOptions.IgnoreCase)]
    private static partial Regex Action();
}
