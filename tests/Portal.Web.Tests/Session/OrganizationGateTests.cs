using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Tests.Session;

/// <summary>The gate over a real directory; only time and the browser are stand-ins.</summary>
public sealed class OrganizationGateTests : BunitContext, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private PortalHost _host = null!;
    private Tenant _acme = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PortalHost.StartAsync();
        _acme = await _host.CreateOrganizationAsync("acme", DevelopmentPersonas.Casey);
        await _host.CreateOrganizationAsync("globex");
        Services.AddScoped(_ => _host.Services.CreateScope().ServiceProvider.GetRequiredService<OpenOrganization>());
        Services.AddScoped<TenantScope>();
        Services.AddScoped<CircuitPerson>();
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(_host.Services.GetRequiredService<CheckSession>());
        Services.AddSingleton<TenantRules>();
        Services.AddSingleton<SessionStates>();
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Gate_ForAMember_OpensAndEntersTheScope()
    {
        await SignInAsync(DevelopmentPersonas.Casey);

        var gate = RenderAt("/o/acme/settings");

        Assert.Equal("open Acme ComplianceManager", gate.Markup);
        Assert.Equal(_acme.OrganizationId, Services.GetRequiredService<TenantScope>().OrganizationId);
    }

    [Theory]
    [InlineData("/o/globex/settings")]
    [InlineData("/o/nowhere")]
    public async Task Gate_ForAnybodyElse_StaysShutAndEntersNothing(string path)
    {
        await SignInAsync(DevelopmentPersonas.Casey);

        var gate = RenderAt(path);

        Assert.Equal("unknown", gate.Markup);
        Assert.False(Services.GetRequiredService<TenantScope>().IsSet);
    }

    [Fact]
    public async Task Gate_WhenTheMembershipEnds_ShutsWithinAMinute()
    {
        var casey = await SignInAsync(DevelopmentPersonas.Casey);
        var gate = RenderAt("/o/acme/settings");

        await _host.InAsync(_acme, services => services.GetRequiredService<RemoveMember>().ExecuteAsync(casey));
        Assert.Equal("open Acme ComplianceManager", gate.Markup);
        _time.Advance(TimeSpan.FromSeconds(60));

        gate.WaitForAssertion(() => Assert.Equal("ended", gate.Markup), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Gate_WhenTheRoleChanges_ActsUnderTheNewOneWithinAMinute()
    {
        var casey = await SignInAsync(DevelopmentPersonas.Casey);
        var gate = RenderAt("/o/acme/settings");

        await _host.InAsync(_acme, services => services.GetRequiredService<ChangeMemberRole>().ExecuteAsync(casey, Role.Auditor));
        _time.Advance(TimeSpan.FromSeconds(60));

        gate.WaitForAssertion(() => Assert.Equal("open Acme Auditor", gate.Markup), TimeSpan.FromSeconds(10));
        Assert.False(Services.GetRequiredService<TenantScope>().Actor.May(Permission.ManageConnections));
    }

    [Fact]
    public async Task Gate_WhenTheSessionIsSignedOutElsewhere_ShutsWithinAMinute()
    {
        var casey = await SignInAsync(DevelopmentPersonas.Casey);
        var gate = RenderAt("/o/acme/settings");

        // By another process over the same database: this one's memory knows nothing of it.
        await _host.InAsync(_acme, async services =>
        {
            await services.GetRequiredService<EndSession>().ExecuteAsync(casey, "session");
            return true;
        });
        _time.Advance(TimeSpan.FromSeconds(60));

        gate.WaitForAssertion(() => Assert.Equal("ended", gate.Markup), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Gate_WhenTheTenantIsTakenOffTheList_ShutsWithinAMinute()
    {
        var provider = new ProviderOptions { Authority = "https://id.example", AllowedTenants = { ["here"] = new() } };
        Services.AddSingleton(Options.Create(new SignInOptions { Mode = SignInOptions.OpenId })).AddSingleton(Options.Create(provider));
        await SignInAsync(DevelopmentPersonas.Casey, new("https://id.example", "here", null));
        var gate = RenderAt("/o/acme/settings");
        Assert.Equal("open Acme ComplianceManager", gate.Markup);

        provider.AllowedTenants.Clear();
        provider.AllowedTenants["elsewhere"] = new();
        _time.Advance(TimeSpan.FromSeconds(60));

        gate.WaitForAssertion(() => Assert.Equal("ended", gate.Markup), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Gate_WhenAnotherOrganizationIsChosen_LoadsThePageAnew()
    {
        await SignInAsync(DevelopmentPersonas.Ada);
        RenderAt("/o/acme/settings");
        var navigation = Services.GetRequiredService<BunitNavigationManager>();

        navigation.NavigateTo("/o/acme/evidence");
        Assert.False(navigation.History.First().Options.ForceLoad);
        navigation.NavigateTo("/o/globex");

        Assert.True(navigation.History.First().Options.ForceLoad);
    }

    private IRenderedComponent<OrganizationGate> RenderAt(string path)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        var gate = Render<OrganizationGate>(p => p
            .Add(g => g.Unknown, "unknown")
            .Add(g => g.Ended, "ended")
            .Add(g => g.ChildContent, opened => builder => builder.AddContent(0, $"open {opened.Tenant.Name} {opened.Actor.Role}")));
        gate.WaitForState(() => gate.Markup.Length > 0, TimeSpan.FromSeconds(10));
        return gate;
    }

    private async Task<Guid> SignInAsync(DevelopmentPersona persona, SessionOrigin? origin = null)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(persona.Identity);
        var authorization = AddAuthorization();
        authorization.SetAuthorized(persona.Name);
        authorization.SetClaims([.. new SignedInPerson(id, persona.Name, "session", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, false) { Origin = origin }.ToPrincipal("test", "iss", "sub").Claims]);
        return id;
    }
}
