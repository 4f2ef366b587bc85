using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Simulator;
using Portal.Web.Features.Account;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>Every way in which the wizard can end without a connection, as a person sees it; and that nothing is kept of it.</summary>
public sealed class WizardFailureTests(SharedPortal portal) : IClassFixture<SharedPortal>
{
    private const string Organization = "tailspin";

    public static TheoryData<string, string, string, string, string> Rows => new()
    {
        // key, subdomain, row of the table, what has the focus, what is said
        { "rejected", "acme", "KeyRejected", "#connect-apiKey", "BambooHR did not accept this key" },
        { "key or subdomain", "acme", "KeyOrAccount", "#connect-failure", "Either the key or the subdomain is wrong" },
        { "locked out", "acme", "LockedOut", "#connect-apiKey", "BambooHR refuses everything with this key" },
        { "good", "no-such-company", "UnknownAccount", "#connect-subdomain", "We found no BambooHR at no-such-company.bamboohr.com" },
        { "good", Companies.MovedAway, "UnknownAccount", "#connect-subdomain", "We found no BambooHR at moved-away.bamboohr.com" },
        { "no data", "acme", "TooLittle", "#connect-failure", "The key works, but may not read what is needed" },
        { "unavailable", "acme", "ProviderDown", "#connect-failure", "BambooHR does not answer properly right now" },
        { "HTML page", "acme", "UnknownAccount", "#connect-subdomain", "We found no BambooHR at acme.bamboohr.com" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task Test_ThatFails_SaysWhyGoesThereAndStoresNothing(string key, string subdomain, string row, string focus, string said)
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(KeyNamed(key), subdomain);

        await Expect(wizard.Failure(row)).ToContainTextAsync(said);
        await Expect(casey.Page.Locator(focus)).ToBeFocusedAsync();
        // What was entered is still there to be put right.
        await Expect(wizard.Key).ToHaveValueAsync(KeyNamed(key));
        await Expect(wizard.Subdomain).ToHaveValueAsync(subdomain);
        Assert.Empty(await ConnectionsAsync(subdomain));
        casey.AssertQuiet();
    }

    [Fact]
    public async Task RejectedKey_TriedAgainUnchanged_IsNotSentAgain()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.Rejected, "acme");
        await Expect(wizard.Failure("KeyRejected").Locator("li").First).ToBeVisibleAsync();

        await wizard.Button("Continue").ClickAsync();
        await Expect(casey.Page.GetByText("This key was just refused.")).ToBeVisibleAsync();
        await Expect(wizard.Key).ToBeFocusedAsync();
    }

    [Fact]
    public async Task UnknownSubdomain_Shown_LinksToTheHostItTried()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.Good, "no-such-company");
        var link = wizard.Failure("UnknownAccount").GetByRole(AriaRole.Link);
        await Expect(link).ToHaveAttributeAsync("href", "https://no-such-company.bamboohr.com/");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer");
    }

    [Fact]
    public async Task OtherHost_Pasted_IsRefusedWithoutBeingContacted()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.Good, "https://acme.bamboohr.com.example.org");
        await Expect(wizard.Failure("InvalidInput")).ToContainTextAsync("Nothing was sent to BambooHR");
        await Expect(wizard.Subdomain).ToBeFocusedAsync();
        await Expect(wizard.Subdomain).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task TooLittlePermission_Shown_NamesAFixPerLine()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.DataForbidden, "acme");
        await Expect(wizard.Failure("TooLittle")).ToBeVisibleAsync();
        await Expect(casey.Page.Locator("section[aria-labelledby='connection-test']"))
            .ToContainTextAsync("Compare the user's access level with the list under least privilege");
    }

    [Fact]
    public async Task LimitedFields_OnlyAfterARecordedTick_Connect()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.LimitedFields, "contoso");
        var asked = wizard.Failure("NeedsConsent");
        await Expect(asked.Locator("li").First).ToBeVisibleAsync();
        await asked.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(asked.GetByText("Tick the box to go on with limited evidence.")).ToBeVisibleAsync();
        Assert.Empty(await ConnectionsAsync("contoso"));

        await asked.GetByRole(AriaRole.Checkbox).CheckAsync();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Connect with limited evidence" }).ClickAsync();
        await wizard.ArriveAtRunAsync();
        var connection = Assert.Single(await ConnectionsAsync("contoso"));
        await casey.GoAsync($"/o/{Organization}/connections/{connection.Id:D}");
        await Expect(casey.Page.GetByText("Connected with limited evidence")).ToBeVisibleAsync();
        await casey.GoAsync($"/o/{Organization}/audit-log?action=connection.limited_consent");
        await Expect(casey.Page.Locator("main tbody")).ToContainTextAsync("Casey Compliance");
    }

    [Fact]
    public async Task RateLimitedOnce_CountsDownAndConnectsByItself()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.RateLimitedOnce, "northwind");
        await Expect(wizard.Failure("RateLimited")).ToContainTextAsync("This says nothing about your key.");
        await Expect(casey.Page.GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await wizard.ArriveAtRunAsync();
        Assert.Single(await ConnectionsAsync("northwind"));
    }

    [Fact]
    public async Task RateLimitedForGood_IsRetriedOnceAndNoMore()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        await wizard.FillAndTestAsync(MagicKeys.RateLimitedForever, "fabrikam");
        await Expect(wizard.Failure("RateLimited")).ToContainTextAsync("It was tried again once and is still busy.");
        await Expect(casey.Page.GetByRole(AriaRole.Timer)).ToHaveCountAsync(0);
        Assert.Empty(await ConnectionsAsync("fabrikam"));
    }

    [Fact]
    public async Task AccountConnectedAlready_IsOfferedToBeOpenedOrGivenANewKey()
    {
        await using var casey = await Visitor.ComeAsync(portal.Host, "casey");
        var wizard = await Wizard.OpenAsync(casey, "fabrikam");
        await wizard.FillAndTestAsync(MagicKeys.Good, "contoso");
        var duplicate = wizard.Failure("Duplicate");
        var existing = Assert.Single(await ConnectionsAsync("contoso", "fabrikam"));
        await Expect(duplicate.GetByRole(AriaRole.Link, new() { Name = "Open the existing connection" }))
            .ToHaveAttributeAsync("href", $"/o/fabrikam/connections/{existing.Id:D}");
        await Expect(duplicate.GetByRole(AriaRole.Link, new() { Name = "Replace its key" }))
            .ToHaveAttributeAsync("href", $"/o/fabrikam/connections/{existing.Id:D}/replace-key");
        await Expect(casey.Page.Locator("#connect-failure")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task KeyStoreThatRefuses_SaysThatNothingWasSavedAndKeepsTheInput()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The key ring is guarded by file modes, which Windows does not have.");
        await using var own = await PortalHost.StartAsync();
        await using var casey = await Visitor.ComeAsync(own, "casey");
        var wizard = await Wizard.OpenAsync(casey, Organization);
        // Readable by others: the ring refuses to be used. What was unwrapped before is forgotten, as it is after an hour.
        File.SetUnixFileMode(own.Folder.Keys, (UnixFileMode)Convert.ToInt32("755", 8));
        await using (var scope = await Inside.EnterAsync(own.Services, DevelopmentPersonas.Casey, Organization))
        {
            scope.ServiceProvider.GetRequiredService<CredentialVault>().Evict();
        }

        await wizard.FillAndTestAsync(MagicKeys.Good, "acme");
        await Expect(wizard.Failure("KeyStoreDown")).ToContainTextAsync("Nothing was saved");
        await Expect(wizard.Key).ToHaveValueAsync(MagicKeys.Good);
        await using (var scope = await Inside.EnterAsync(own.Services, DevelopmentPersonas.Casey, Organization))
        {
            Assert.Empty(await scope.ServiceProvider.GetRequiredService<ListConnections>().ExecuteAsync(TestContext.Current.CancellationToken));
        }

        File.SetUnixFileMode(own.Folder.Keys, (UnixFileMode)Convert.ToInt32("700", 8));
        await wizard.Button("Test and connect").ClickAsync();
        await wizard.ArriveAtRunAsync();
    }

    private static string KeyNamed(string name) => MagicKeys.All.Single(k => k.Name == name).Key;

    private async Task<IReadOnlyList<ConnectionSummary>> ConnectionsAsync(string account, string organization = Organization)
    {
        await using var scope = await Inside.EnterAsync(portal.Host.Services, DevelopmentPersonas.Casey, organization);
        var all = await scope.ServiceProvider.GetRequiredService<ListConnections>().ExecuteAsync(TestContext.Current.CancellationToken);
        return [.. all.Where(c => c.AccountLabel.StartsWith(account, StringComparison.Ordinal))];
    }
}
