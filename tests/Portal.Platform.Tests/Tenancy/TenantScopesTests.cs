using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Platform.Tests.Tenancy;

public sealed class TenantScopesTests
{
    private static readonly Tenant Acme = new(Guid.CreateVersion7(), "acme", "Acme", TimeZoneInfo.Utc);

    [Fact]
    public async Task Open_OfAnOrganization_BelongsToItFromItsFirstMoment_AndToNobodyElse()
    {
        await using var services = new ServiceCollection().AddScoped<TenantScope>().BuildServiceProvider(validateScopes: true);
        var scopes = new TenantScopes(services.GetRequiredService<IServiceScopeFactory>(), (id, _) => Task.FromResult(id == Acme.OrganizationId ? Acme : null));

        await using var one = (await scopes.OpenAsync(Acme.OrganizationId, "scheduler", TestContext.Current.CancellationToken))!.Value;
        await using var other = (await scopes.OpenAsync(Acme.OrganizationId, "reaper", TestContext.Current.CancellationToken))!.Value;

        var (first, second) = (one.ServiceProvider.GetRequiredService<TenantScope>(), other.ServiceProvider.GetRequiredService<TenantScope>());
        Assert.Equal((Acme, Actor.System("scheduler")), (first.Tenant, first.Actor));
        Assert.Equal((Acme, Actor.System("reaper")), (second.Tenant, second.Actor));
        Assert.Null(await scopes.OpenAsync(Guid.CreateVersion7(), "scheduler", TestContext.Current.CancellationToken));
    }
}
