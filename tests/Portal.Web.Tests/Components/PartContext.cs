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

namespace Portal.Web.Tests.Components;

/// <summary>A circuit's services without a host, inside an organization in Berlin, with a clock that stands still.</summary>
public abstract class PartContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 5, 0, TimeSpan.Zero);

    protected PartContext(Role role = Role.Admin)
    {
        Clock = new FakeTimeProvider(Now);
        Product = new ProductClock(Clock);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton(Product);
        Services.AddSingleton<OrganizationEvents>();
        Services.AddOptions<ShellSlots>();
        Services.AddScoped<BrowserPage>();
        Services.AddScoped<Ticker>();
        var scope = new TenantScope();
        scope.Enter(
            new Tenant(Guid.Parse("0195a000-0000-7000-8000-00000000acee"), "acme", "Acme", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
            Actor.Person(Guid.Parse("0195a000-0000-7000-8000-0000000000ad"), "Ada Admin", role));
        Services.AddScoped(_ => scope);
    }

    protected FakeTimeProvider Clock { get; }

    protected ProductClock Product { get; }
}
