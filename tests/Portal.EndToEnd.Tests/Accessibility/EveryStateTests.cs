using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.EndToEnd.Tests.Journeys;
using Portal.Simulator;
using Portal.Web.Demo;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>States that no address leads to, as <see cref="PageGate"/> looks at them: open menus, failures, a sync while it runs.</summary>
public sealed class EveryStateTests(SharedPortal portal) : IClassFixture<SharedPortal>
{
    [Theory]
    [InlineData("organization-menu")]
    [InlineData("person-menu")]
    [InlineData("demo-clock")]
    public async Task Menu_Open_PassesTheGate(string menu)
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        await casey.GoAsync("/o/fabrikam/alerts");
        await casey.Page.Locator($"button[popovertarget={menu}]").ClickAsync();
        await Expect(casey.Page.Locator($"#{menu}")).ToBeVisibleAsync();
        await PageGate.AssertAsync(casey, menu);
    }

    [Theory]
    [InlineData("key or subdomain", "KeyOrAccount")]
    [InlineData("rejected", "KeyRejected")]
    [InlineData("locked out", "LockedOut")]
    [InlineData("no data", "TooLittle")]
    [InlineData("limited fields", "NeedsConsent")]
    [InlineData("unavailable", "ProviderDown")]
    [InlineData("rate limited for good", "RateLimited")]
    [InlineData("good", "UnknownAccount", "no-such-company")]
    [InlineData("good", "Duplicate", "contoso", "fabrikam")]
    public async Task WizardFailure_Shown_PassesTheGate(string key, string row, string account = "acme", string organization = "tailspin")
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, organization);
        await wizard.FillAndTestAsync(MagicKeys.All.Single(k => k.Name == key).Key, account);
        await Expect(wizard.Failure(row)).ToBeVisibleAsync();
        await PageGate.AssertAsync(casey, row);
    }

    [Fact]
    public async Task KeyStore_TakenDownInTheDemo_IsSaidByTheWizardAndEveryPageStillAnswers()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        await casey.GoAsync("/o/tailspin/connect/bamboohr");
        await casey.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Simulated vendor and its keys" }).ClickAsync();
        await casey.Page.GetByRole(AriaRole.Button, new() { Name = "Take it down: Key store" }).ClickAsync();
        var bringUp = casey.Page.GetByRole(AriaRole.Button, new() { Name = "Bring it up: Key store" });
        await bringUp.WaitForAsync();
        await PageGate.AssertAsync(casey, "the demo's key store, down");
        try
        {
            var wizard = await Wizard.OpenAsync(casey, "tailspin");
            await wizard.FillAndTestAsync(MagicKeys.Good, "acme");
            await Expect(wizard.Failure("KeyStoreDown")).ToContainTextAsync("Nothing was saved");
            await PageGate.AssertAsync(casey, "KeyStoreDown");
            foreach (var path in Routes.Northwind)
            {
                await casey.GoAsync(await Routes.ResolveAsync(casey, path));
                await Expect(casey.Page.Locator("main h1").First).ToBeVisibleAsync();
                await Expect(casey.Page.GetByText("Something went wrong")).ToHaveCountAsync(0);
            }
        }
        finally
        {
            await casey.GoAsync("/o/tailspin/demo");
            await bringUp.ClickAsync();
            await Expect(bringUp).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task DemoHistory_WhileItIsWritten_IsReadableAndMakesWayForThePageAskedFor()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var progress = portal.Host.Services.GetRequiredService<DemoProgress>();
        progress.Begin();
        try
        {
            progress.Report("Northwind Traders", 212, 395);
            await casey.Page.GotoAsync("/o/northwind/alerts");
            await Expect(casey.Page.Locator("h1")).ToHaveTextAsync("The demo’s history is being written");
            await Expect(casey.Page.GetByLabel("Northwind Traders, day 212 of 395")).ToHaveAttributeAsync("value", "212");
            Assert.Empty(await Axe.ComplaintsAsync(casey.Page));
            progress.Report("Northwind Traders", 300, 395);
            await Expect(casey.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Northwind Traders, day 300 of 395");
        }
        finally
        {
            progress.End();
        }

        await Expect(casey.Page.Locator("h1")).ToHaveTextAsync("Alerts");
    }

    [Fact]
    public async Task Dashboard_OfAnOrganizationWithoutFrameworks_PassesTheGate()
    {
        await using var ada = await Visitor.ComeAsync(portal.Host, "ada");
        await ada.Page.GotoAsync("/organizations/new");
        await ada.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Adatum");
        foreach (var framework in await ada.Page.Locator("input[name='Form.Frameworks']").AllAsync())
        {
            await framework.UncheckAsync();
        }

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(ada.Page.GetByText("No framework yet")).ToBeVisibleAsync();
        await PageGate.AssertAsync(ada, "nothing adopted");
    }

    [Fact]
    public async Task MembersDialog_Open_PassesTheGate()
    {
        await using var ada = await Visitor.ComeAsync(portal.Host, "ada");
        await ada.GoAsync("/o/northwind/settings/members");
        await ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove") }).First.ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await PageGate.AssertAsync(ada, "removing a member");
    }

    [Fact]
    public async Task ReconnectDialog_Shown_PassesTheGate()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        await casey.GoAsync("/o/northwind/alerts");
        // As the framework opens it when the circuit is lost.
        await casey.Page.EvaluateAsync("""
            () => {
                const dialog = document.getElementById("components-reconnect-modal");
                dialog.classList.add("components-reconnect-show");
                dialog.dispatchEvent(new CustomEvent("components-reconnect-state-changed", { detail: { state: "show" } }));
            }
            """);
        await Expect(casey.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await PageGate.AssertAsync(casey, "the connection to the portal was lost");
    }

    [Fact]
    public async Task Run_LiveAndCancelled_PassesTheGate()
    {
        // The connection test asks for two counts; the sync's first page then does not come.
        var key = portal.Host.Services.GetRequiredService<DemoVendor>().Control.IssueKey(new KeyScript
        {
            Fault = new FaultScript(FaultKind.Slow) { OnPath = "/datasets/employee/data", After = 2, Delay = TimeSpan.FromMinutes(5) },
        });
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, "tailspin");
        await wizard.FillAndTestAsync(key, "northwind");
        await wizard.ArriveAtRunAsync();
        var cancel = casey.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel this sync" });
        await cancel.WaitForAsync();
        await PageGate.AssertAsync(casey, "a running sync");

        await cancel.ClickAsync();
        await Expect(casey.Page.Locator("main")).ToContainTextAsync("Cancelled");
        await PageGate.AssertAsync(casey, "a cancelled sync");
    }

    [Fact]
    public async Task Forms_WithTheirComplaints_PassTheGate()
    {
        await using var ada = await Visitor.ComeAsync(portal.Host, "ada");
        await ada.GoAsync(await Routes.ResolveAsync(ada, "/o/northwind/connections/{connection}/revoke"));
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke connection" }).ClickAsync();
        await Expect(ada.Page.Locator("#revoke-reason")).ToHaveAttributeAsync("aria-invalid", "true");
        await PageGate.AssertAsync(ada, "revoking without a reason");
    }
}
