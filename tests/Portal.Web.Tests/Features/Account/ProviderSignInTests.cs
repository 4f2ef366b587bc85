using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;

namespace Portal.Web.Tests.Features.Account;

/// <summary>The portal against a real OpenID provider over HTTP, without a browser.</summary>
public sealed class ProviderSignInTests : IAsyncLifetime
{
    private const string Tenant = "7d1f7a52-0000-4000-8000-000000000001";
    private const string Log = "SELECT Action || ' ' || coalesce(json_extract(Detail, '$.subject'), json_extract(Detail, '$.reason'), '') FROM InstallationLog WHERE Action LIKE 'signin.%' ORDER BY rowid";

    private IdentityProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await IdentityProvider.StartAsync(
        new("ann", "Ann", Tenant, "Admin"), new("carl", "Carl", Tenant, "ComplianceManager"), new("nora", "Nora", Tenant),
        new("olaf", "Olaf", "9e9e9e9e-0000-4000-8000-000000000002", "Admin"), new("tina", "Tina"));

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task SignIn_WithARoleAtTheProvider_SeedsAMembershipOnce()
    {
        await using var host = await StartAsync();
        var acme = await host.CreateOrganizationAsync("acme");
        using var carl = host.Visitor();

        Assert.Equal("/o/acme", await carl.SignInAsync("carl"));
        Assert.Equal(HttpStatusCode.OK, (await carl.GetAsync("/o/acme")).StatusCode);
        Assert.Equal("S256", _provider.LastRequest["code_challenge_method"]);
        Assert.Equal("code", _provider.LastRequest["response_type"]);
        Assert.Equal(["carl ComplianceManager"], host.Rows("SELECT p.Subject || ' ' || m.Role FROM Memberships m JOIN People p ON p.Id = m.PersonId WHERE p.Subject = 'carl'"));

        var id = Guid.Parse(Assert.Single(host.Rows("SELECT Id FROM People WHERE Subject = 'carl'")));
        await host.InAsync(acme, s => s.GetRequiredService<RemoveMember>().ExecuteAsync(id));
        using var again = host.Visitor();
        Assert.Equal("/", await again.SignInAsync("carl"));
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync("/o/acme")).StatusCode);
    }

    [Theory]
    [InlineData("Auditor", "Auditor", "member.role_changed")]
    [InlineData(null, null, "member.removed")]
    [InlineData("Admin", "ComplianceManager", null)]
    public async Task SignIn_AfterTheRoleChangedAtTheProvider_RestrictsTheMembershipItMade(string? now, string? left, string? audited)
    {
        await using var host = await StartAsync();
        await host.CreateOrganizationAsync("acme");
        using var carl = host.Visitor();
        Assert.Equal("/o/acme", await carl.SignInAsync("carl"));
        Give("carl", now);

        using var again = host.Visitor();
        Assert.Equal(left is null ? "/" : "/o/acme", await again.SignInAsync("carl"));

        Assert.Equal(left is null ? [] : [$"{left} {left}"], host.Rows(
            "SELECT m.Role || ' ' || m.SeededRole FROM Memberships m JOIN People p ON p.Id = m.PersonId WHERE p.Subject = 'carl' AND m.RemovedAt IS NULL"));
        Assert.Equal(audited is null ? [] : [audited], host.Rows("SELECT Action FROM AuditEntries WHERE Action IN ('member.role_changed', 'member.removed')"));
    }

    [Fact]
    public async Task SignIn_WithoutARole_DoesNotTouchWhatAnAdminGave()
    {
        await using var host = await StartAsync();
        var acme = await host.CreateOrganizationAsync("acme");
        using var carl = host.Visitor();
        await carl.SignInAsync("carl");
        var id = Guid.Parse(Assert.Single(host.Rows("SELECT Id FROM People WHERE Subject = 'carl'")));
        await host.InAsync(acme, s => s.GetRequiredService<ChangeMemberRole>().ExecuteAsync(id, Role.Auditor));
        Give("carl", null);

        using var again = host.Visitor();

        Assert.Equal("/o/acme", await again.SignInAsync("carl"));
        Assert.Equal(["Auditor"], host.Rows("SELECT Role FROM Memberships m JOIN People p ON p.Id = m.PersonId WHERE p.Subject = 'carl' AND m.RemovedAt IS NULL"));
    }

    [Fact]
    public async Task SignIn_OfTheOnlyAdminWhoseRoleIsGone_IsRefusedAndEndsTheirSessions()
    {
        await using var host = await StartAsync();
        var acme = await host.CreateOrganizationAsync("acme");
        using var ann = host.Visitor();
        Assert.Equal("/o/acme", await ann.SignInAsync("ann"));
        var ada = Guid.Parse(Assert.Single(host.Rows("SELECT PersonId FROM Memberships WHERE SeededRole IS NULL")));
        await host.InAsync(acme, s => s.GetRequiredService<RemoveMember>().ExecuteAsync(ada));
        Give("ann", "Auditor");

        using var again = host.Visitor();

        Assert.StartsWith("/signin/failed?reason=no_role", await again.SignInAsync("ann"), StringComparison.Ordinal);
        Assert.Equal(["Admin"], host.Rows("SELECT Role FROM Memberships WHERE RemovedAt IS NULL"));
        Assert.NotEmpty(host.Rows("SELECT SessionsEndedAt FROM People WHERE Subject = 'ann' AND SessionsEndedAt IS NOT NULL"));
    }

    private void Give(string account, string? role)
    {
        var index = _provider.Accounts.FindIndex(a => a.Subject == account);
        _provider.Accounts[index] = _provider.Accounts[index] with { Roles = role is null ? [] : [role] };
    }

    [Theory]
    [InlineData("olaf", "wrong_tenant")]
    [InlineData("tina", "wrong_tenant")]
    [InlineData("nora", "no_role")]
    public async Task SignIn_OfSomebodyWhoMayNot_EndsOnAPageThatSaysSoAndIsWrittenDown(string account, string reason)
    {
        await using var host = await StartAsync("--Authentication:RequireRole=true");
        using var visitor = host.Visitor();

        var after = await visitor.SignInAsync(account);

        Assert.StartsWith($"/signin/failed?reason={reason}&trace=", after, StringComparison.Ordinal);
        Assert.Contains("You are not signed in", await visitor.GetStringAsync(after), StringComparison.Ordinal);
        Assert.Equal([$"signin.refused {reason}"], host.Rows(Log));
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/o/acme")).StatusCode);
    }

    [Theory]
    [InlineData(-4, "/o/acme")]
    [InlineData(-120, "/signin/failed?reason=clock_skew")]
    public async Task SignIn_WhenTheProvidersClockIsFarOff_SaysSo(int minutes, string after)
    {
        await using var host = await StartAsync();
        await host.CreateOrganizationAsync("acme");
        _provider.Skew = TimeSpan.FromMinutes(minutes);
        using var visitor = host.Visitor();

        Assert.Equal(after, (await visitor.SignInAsync("carl")).Split('&')[0]);
    }

    [Fact]
    public async Task SignIn_Declined_IsRefusedAsSuch()
    {
        await using var host = await StartAsync();
        using var visitor = host.Visitor();

        Assert.StartsWith("/signin/failed?reason=access_denied", await visitor.SignInAsync("nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_ReplayedOrOfAnotherBrowserOrWithoutState_IsRefused()
    {
        await using var host = await StartAsync();
        using var ann = host.Visitor();
        using var mallory = host.Visitor();
        var callback = await ann.ChooseAsync("ann");

        using var stolen = await mallory.GetAsync(callback);
        using var first = await ann.GetAsync(callback);
        using var replayed = await ann.GetAsync(callback);
        using var stateless = await mallory.GetAsync("/signin/callback?code=x&state=y");

        Assert.Equal("/", first.Headers.Location!.OriginalString);
        Assert.All([stolen, replayed, stateless], answer =>
            Assert.StartsWith("/signin/failed?reason=not_begun_here", answer.Headers.Location!.OriginalString, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/%2fevil.example")]
    public async Task SignIn_WithATamperedReturnAddress_StaysOnThisHost(string wanted)
    {
        await using var host = await StartAsync();
        using var ann = host.Visitor();

        Assert.Equal("/", await ann.SignInAsync("ann", $"/signin/provider?returnUrl={Uri.EscapeDataString(wanted)}"));
    }

    [Fact]
    public async Task SignIn_AskedToBeFresh_AsksTheProviderAndChecksItsAnswer()
    {
        await using var host = await StartAsync();
        using var ann = host.Visitor();
        _provider.AuthenticatedAt = () => DateTimeOffset.UtcNow.AddHours(-2);

        Assert.Equal("/", await ann.SignInAsync("ann"));
        Assert.StartsWith("/signin/failed?reason=not_fresh", await ann.SignInAsync("ann", "/signin/provider?fresh=true"), StringComparison.Ordinal);
        Assert.Equal(("login", "0"), (_provider.LastRequest["prompt"], _provider.LastRequest["max_age"]));

        // An answer that does not say when could be any single sign-on of this morning.
        _provider.AuthenticatedAt = () => null;
        Assert.StartsWith("/signin/failed?reason=not_fresh", await ann.SignInAsync("ann", "/signin/provider?fresh=true"), StringComparison.Ordinal);

        _provider.AuthenticatedAt = () => DateTimeOffset.UtcNow;
        Assert.Equal("/", await ann.SignInAsync("ann", "/signin/provider?fresh=true"));
    }

    [Fact]
    public async Task SignIn_OfAnInvitedPersonFromElsewhere_LeadsToTheInvitationAndIntoTheOrganization()
    {
        await using var host = await StartAsync();
        var acme = await host.CreateOrganizationAsync("acme");
        var made = await host.InAsync(acme, s => s.GetRequiredService<InvitePerson>().ExecuteAsync("Olaf of Example Audit", Role.Auditor));
        using var olaf = host.Visitor();
        var link = $"/invitations/{made.Value.Token}";
        Assert.Contains("Acme", await olaf.GetStringAsync(link), StringComparison.Ordinal);

        Assert.Equal(link, await olaf.SignInAsync("olaf", $"/signin/provider?returnUrl={Uri.EscapeDataString(link)}"));
        using var accepted = await PortalHost.PostAsync(olaf, link, link, ("_handler", "accept-invitation"));

        Assert.Equal("/o/acme", accepted.Headers.Location!.OriginalString.Replace(host.BaseAddress.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await olaf.GetAsync("/o/acme")).StatusCode);
        // A member now: their tenant does not matter any more. The link is used up.
        using var later = host.Visitor();
        Assert.Equal("/o/acme", await later.SignInAsync("olaf"));
        Assert.Contains("cannot be accepted", await later.GetStringAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_EndsThePortalsSessionAndTheProviders()
    {
        await using var host = await StartAsync();
        await host.CreateOrganizationAsync("acme");
        using var carl = host.Visitor();
        await carl.SignInAsync("carl");

        using var answer = await PortalHost.PostAsync(carl, "/", "/signout");
        Assert.StartsWith(_provider.Address.ToString(), answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var atProvider = await carl.GetAsync(answer.Headers.Location);
        using var back = await carl.GetAsync(atProvider.Headers.Location);

        Assert.Equal(1, _provider.SignOuts);
        Assert.Equal("/", back.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await carl.GetAsync("/o/acme")).StatusCode);
    }

    [Fact]
    public async Task SignOut_OnAllDevices_EndsEverySessionAndNoOneElses()
    {
        await using var host = await StartAsync("--Authentication:SignOutAtProvider=false");
        await host.CreateOrganizationAsync("acme");
        using var desk = host.Visitor();
        using var phone = host.Visitor();
        using var ann = host.Visitor();
        await desk.SignInAsync("carl");
        await phone.SignInAsync("carl");
        await ann.SignInAsync("ann");

        using var answer = await PortalHost.PostAsync(desk, "/", "/signout", ("everywhere", "true"));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/o/acme")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/o/acme")).StatusCode);
    }

    [Fact]
    public async Task FirstPersonOfAnAllowedTenant_MayCreateAnOrganization_AndNobodyAfterThem()
    {
        await using var host = await PortalHostWithoutSeed();
        using var nora = host.Visitor();
        await nora.SignInAsync("nora");

        using var created = await PortalHost.PostAsync(nora, "/organizations/new", "/organizations/new",
            ("_handler", "new-organization"), ("Form.Name", "Nora's"), ("Form.Slug", "noras"), ("Form.Zone", "UTC"));
        using var carl = host.Visitor();
        await carl.SignInAsync("carl");

        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);
        Assert.Equal(["nora Admin"], host.Rows("SELECT p.Subject || ' ' || m.Role FROM Memberships m JOIN People p ON p.Id = m.PersonId"));
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.GetAsync("/organizations/new")).StatusCode);
    }

    [Fact]
    public async Task DevelopmentSignIn_WithAProvider_IsNotThere()
    {
        await using var host = await StartAsync();
        using var visitor = host.Visitor();

        using var answer = await PortalHost.PostAsync(visitor, "/signin", "/signin/development", ("persona", "ada"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Empty(host.Rows(Log));
        Assert.Contains("Sign in with Example ID", await visitor.GetStringAsync("/signin"), StringComparison.Ordinal);
    }

    private Task<PortalHost> StartAsync(params string[] more) =>
        _provider.StartPortalAsync([$"--Authentication:AllowedTenants:{Tenant}:Organization=acme", .. more]);

    private Task<PortalHost> PortalHostWithoutSeed() => _provider.StartPortalAsync($"--Authentication:AllowedTenants:{Tenant}:Organization=");
}
