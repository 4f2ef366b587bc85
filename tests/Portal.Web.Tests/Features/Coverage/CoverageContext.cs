using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;
using Portal.Web.Components;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Features.Coverage;

/// <summary>What coverage components stand on: an organization in Berlin, a person with a role, a clock that stands still. Nothing is faked but the clock.</summary>
public abstract class CoverageContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    protected static readonly Guid Source = new("0195a000-0000-7000-8000-0000000000b1");

    protected static readonly Dictionary<Guid, string> Names = new() { [Source] = "BambooHR" };

    protected CoverageContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(s => new ProductClock(s.GetRequiredService<TimeProvider>()));
        Services.AddSingleton<OrganizationEvents>();
        Services.AddScoped<TenantScope>();
        Services.AddScoped<Ticker>();
        Services.AddScoped<BrowserPage>();
    }

    protected void Enter(Role role = Role.ComplianceManager) => Services.GetRequiredService<TenantScope>().Enter(
        new Tenant(Guid.Parse("0195a000-0000-7000-8000-00000000acee"), "acme", "Acme", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
        Actor.Person(Guid.Parse("0195a000-0000-7000-8000-0000000000ca"), "Casey", role));
}
