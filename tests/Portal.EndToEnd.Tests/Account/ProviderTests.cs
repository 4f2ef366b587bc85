using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Compliance.Organizations;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Identity;
using Portal.Web.Features.Account;

namespace Portal.EndToEnd.Tests.Account;

/// <summary>People in a real browser, a real OpenID provider in process, the real portal. Time jumps; nothing sleeps.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private const string Tenant = "7d1f7a52-0000-4000-8000-000000000001";

    private readonly JumpingTime _time = new();
    private IdentityProvider _provider = null!;
    private PortalHost _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await IdentityProvider.StartAsync(
            new("ann", "Ann Admin", Tenant, "Admin"), new("carl", "Carl Compliance", Tenant, "ComplianceManager"), new("rita", "Rita Reader", Tenant, "Auditor"),
            new("olaf", "Olaf Outsider", "9e9e9e9e-0000-4000-8000-000000000002"));
        _provider.AuthenticatedAt = () => _time.GetUtcNow();
        _portal = await PortalHost.StartAsync(
            historyDays: 3, _time, [.. _provider.Arguments, "--Authentication:DisplayName=Example ID", $"--Authentication:AllowedTenants:{Tenant}:Organization=northwind"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task ThreeRoles_SignInAndSeeWhatTheirRoleOffers()
    {
        foreach (var (account, settings, mayConnect) in new[] { ("Ann Admin", true, true), ("Carl Compliance", false, true), ("Rita Reader", false, false) })
        {
            await using var visitor = await SignInAsync(account);
            await Assertions.Expect(visitor.Page).ToHaveURLAsync($"{_portal.Address}o/northwind");
            await visitor.GoAsync("/o/northwind/settings/members");
            Assert.Equal(settings, await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Invite somebody" }).IsVisibleAsync());
            await visitor.GoAsync("/o/northwind/catalog/bamboohr");
            Assert.Equal(mayConnect, await visitor.Page.Locator("main a[href$='/connect/bamboohr']").First.IsVisibleAsync());
        }
    }

    [Fact]
    public async Task WrongTenant_IsRefusedOnAPage_UntilInvitedInPerson()
    {
        await using var ann = await SignInAsync("Ann Admin");
        await ann.GoAsync("/o/northwind/settings/members");
        await ann.Page.GetByLabel("Who is meant").FillAsync("Olaf of Example Audit");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await ann.Page.Locator("code", new() { HasText = "/invitations/" }).InnerTextAsync();
        Assert.DoesNotContain(ann.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));

        await using var olaf = await Visitor.ComeAsync(_portal, persona: null);
        await SignInAsync(olaf, "Olaf Outsider", "/signin");
        await Assertions.Expect(olaf.Page.Locator("main")).ToContainTextAsync("its company is not one that this portal lets in");

        await olaf.Page.GotoAsync(link);
        await Assertions.Expect(olaf.Page.Locator("main")).ToContainTextAsync("Ann Admin invites you to");
        await olaf.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in to accept" }).ClickAsync();
        await olaf.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await olaf.Page.GetByRole(AriaRole.Link, new() { Name = "Olaf Outsider" }).ClickAsync();
        await olaf.Page.GetByRole(AriaRole.Button, new() { Name = "Accept the invitation" }).ClickAsync();
        await olaf.Page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(olaf.Page).ToHaveURLAsync($"{_portal.Address}o/northwind");

        await olaf.Page.GotoAsync(link);
        await Assertions.Expect(olaf.Page.Locator("main")).ToContainTextAsync("This invitation cannot be accepted.");
    }

    [Fact]
    public async Task OpenPage_OfARemovedMember_EndsWithinAMinute_AndAChangedRoleShows()
    {
        await using var carl = await SignInAsync("Carl Compliance");
        await carl.GoAsync("/o/northwind/settings/members");
        var id = await IdAsync("Carl Compliance");

        await ActAsync(s => s.GetRequiredService<ChangeMemberRole>().ExecuteAsync(id, Role.Admin));
        _time.Jump(TimeSpan.FromSeconds(60));
        await Assertions.Expect(carl.Page.GetByRole(AriaRole.Heading, new() { Name = "Invite somebody" })).ToBeVisibleAsync();

        await ActAsync(s => s.GetRequiredService<RemoveMember>().ExecuteAsync(id));
        _time.Jump(TimeSpan.FromSeconds(60));
        await Assertions.Expect(carl.Page.GetByText("Your access has ended")).ToBeVisibleAsync();
    }

    /// <summary>The portal learns of it at that person's next sign-in; from then on it holds in every page they have open.</summary>
    [Fact]
    public async Task OpenPage_OfSomebodyWhoseRoleIsGoneAtTheProvider_EndsWithinAMinuteOfTheirNextSignIn()
    {
        await using var desk = await SignInAsync("Carl Compliance");
        await desk.GoAsync("/o/northwind");
        _provider.Accounts[_provider.Accounts.FindIndex(a => a.Subject == "carl")] = new("carl", "Carl Compliance", Tenant);

        await using var phone = await Visitor.ComeAsync(_portal, persona: null);
        await SignInAsync(phone, "Carl Compliance", "/");
        Assert.Equal(404, (await phone.Page.GotoAsync("/o/northwind"))!.Status);

        _time.Jump(TimeSpan.FromSeconds(60));
        await Assertions.Expect(desk.Page.GetByText("Your access has ended")).ToBeVisibleAsync();
        Assert.DoesNotContain("Carl Compliance", (await ActAsync(s => s.GetRequiredService<ListMembers>().ExecuteAsync())).Select(m => m.Name));
    }

    [Fact]
    public async Task OldSignIn_IsRenewedBeforeAMemberIsRemoved_AndASessionExpires()
    {
        await using var carl = await SignInAsync("Carl Compliance");
        await using var ann = await SignInAsync("Ann Admin");
        _time.Jump(TimeSpan.FromMinutes(20));
        await ann.GoAsync("/o/northwind/settings/members");
        await RemoveCarlAsync(ann);
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Ann Admin" }).ClickAsync();
        await ann.Page.WaitForURLAsync("**/settings/members");
        await RemoveCarlAsync(ann);
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Carl Compliance" })).ToBeHiddenAsync();

        _time.Jump(TimeSpan.FromHours(13));
        await ann.Page.GotoAsync("/o/northwind/settings");
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignOut_OnAllDevices_EndsTheOtherBrowsersOpenPage()
    {
        await using var desk = await SignInAsync("Rita Reader");
        await using var phone = await SignInAsync("Rita Reader");
        await phone.GoAsync("/o/northwind");
        await desk.GoAsync("/o/northwind");

        await desk.Page.Locator("button[popovertarget=person-menu]").ClickAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out on all devices" }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).WaitForAsync();
        _time.Jump(TimeSpan.FromSeconds(60));

        Assert.Equal(1, _provider.SignOuts);
        await Assertions.Expect(phone.Page.GetByText("Your access has ended")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TamperedReturnAddress_AndReplayedCallback_LeadNowhereElse()
    {
        await using var visitor = await Visitor.ComeAsync(_portal, persona: null);
        string? callback = null;
        visitor.Page.Request += (_, request) => callback = request.Url.Contains("/signin/callback", StringComparison.Ordinal) ? request.Url : callback;
        await SignInAsync(visitor, "Rita Reader", "/signin?returnUrl=%2F%2Fevil.example");
        await Assertions.Expect(visitor.Page).ToHaveURLAsync($"{_portal.Address}o/northwind");

        await visitor.Page.GotoAsync(callback!);
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("does not belong to a sign-in that this browser has just begun");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("Trace id");
    }

    private static async Task RemoveCarlAsync(Visitor ann)
    {
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Carl Compliance" }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
    }

    private async Task<Visitor> SignInAsync(string account)
    {
        var visitor = await Visitor.ComeAsync(_portal, persona: null);
        await SignInAsync(visitor, account, "/");
        return visitor;
    }

    private static async Task SignInAsync(Visitor visitor, string account, string from)
    {
        await visitor.Page.GotoAsync(from);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = account }).ClickAsync();
        await visitor.Page.WaitForURLAsync(url => url.StartsWith(visitor.Portal.ToString(), StringComparison.Ordinal));
        await visitor.Page.Locator("main h1").First.WaitForAsync();
    }

    private async Task<Guid> IdAsync(string name)
    {
        var members = await ActAsync(s => s.GetRequiredService<ListMembers>().ExecuteAsync());
        return members.Single(m => m.Name == name).PersonId;
    }

    private async Task<T> ActAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = _portal.Services.CreateAsyncScope();
        var ada = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(DevelopmentPersonas.Ada.Identity);
        var opened = (await scope.ServiceProvider.GetRequiredService<OpenOrganization>().ExecuteAsync(ada, "northwind"))!;
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(opened.Tenant, opened.Actor, SignInProof.Now(_time));
        return await act(scope.ServiceProvider);
    }
}
