using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Hosting;
using Portal.Tests.Shared.Identity;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Tests.Features.Account;

/// <summary>What becomes of people and of their open sessions when the list of tenants gets shorter.</summary>
public sealed class AllowedTenantsTests
{
    private const string Here = "7d1f7a52-0000-4000-8000-000000000001";
    private const string Elsewhere = "9e9e9e9e-0000-4000-8000-000000000002";

    [Fact]
    public async Task Tenant_TakenOffTheList_LeavesOnlyWhoWasInvitedInPersonAndWhereTheyWere()
    {
        await using var provider = await IdentityProvider.StartAsync(new("olaf", "Olaf", Elsewhere), new("pat", "Pat", Elsewhere));
        await using var host = await provider.StartPortalAsync($"--Authentication:AllowedTenants:{Here}:Organization=", $"--Authentication:AllowedTenants:{Elsewhere}:Organization=");
        var acme = await host.CreateOrganizationAsync("acme");
        var globex = await host.CreateOrganizationAsync("globex");
        using var olaf = host.Visitor();
        using var pat = host.Visitor();
        await olaf.SignInAsync("olaf");
        var issuer = Assert.Single(host.Rows("SELECT Issuer FROM People WHERE Subject = 'olaf'"));
        await host.InAsync(acme, s => s.GetRequiredService<AddMember>().ExecuteAsync(new(issuer, "olaf", "Olaf", null), Role.Auditor));
        await host.InAsync(globex, s => s.GetRequiredService<AddMember>().ExecuteAsync(new(issuer, "pat", "Pat", null), Role.Auditor));
        var link = $"/invitations/{(await host.InAsync(acme, s => s.GetRequiredService<InvitePerson>().ExecuteAsync("Pat", Role.Auditor))).Value.Token}";
        await pat.SignInAsync("pat");
        using (await PostAcceptAsync(pat, link))
        {
            Assert.Equal(HttpStatusCode.OK, (await pat.GetAsync("/o/acme")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await pat.GetAsync("/o/globex")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await olaf.GetAsync("/o/acme")).StatusCode);
        }

        host.Services.GetRequiredService<IOptions<ProviderOptions>>().Value.AllowedTenants.Remove(Elsewhere);
        host.Services.GetRequiredService<SessionStates>().Forget();

        // Open sessions: of those whom nobody invited they are over; the others reach only who invited them.
        Assert.Equal(HttpStatusCode.Redirect, (await olaf.GetAsync("/o/acme")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await pat.GetAsync("/o/acme")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await pat.GetAsync("/o/globex")).StatusCode);
        Assert.DoesNotContain("Globex", await pat.GetStringAsync("/"), StringComparison.Ordinal);
        // New ones.
        using var again = host.Visitor();
        Assert.StartsWith("/signin/failed?reason=wrong_tenant", await again.SignInAsync("olaf"), StringComparison.Ordinal);
        Assert.NotEmpty(host.Rows("SELECT SessionsEndedAt FROM People WHERE Subject = 'olaf' AND SessionsEndedAt IS NOT NULL"));
        using var invited = host.Visitor();
        Assert.Equal("/o/acme", await invited.SignInAsync("pat"));
        Assert.Equal(HttpStatusCode.OK, (await invited.GetAsync("/o/acme")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await invited.GetAsync("/o/globex")).StatusCode);
    }

    private static Task<HttpResponseMessage> PostAcceptAsync(HttpClient visitor, string link) =>
        PortalHost.PostAsync(visitor, link, link, ("_handler", "accept-invitation"));
}
