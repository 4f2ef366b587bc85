using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Authorization;

namespace Portal.Platform.Tenancy;

/// <summary>Finds an organization by id, for work that begins without a person: jobs, start-up repair.</summary>
/// <returns>Null when there is no such organization.</returns>
public delegate Task<Tenant?> FindTenant(Guid organizationId, CancellationToken cancellationToken);

/// <summary>Opens DI scopes that belong to one organization from their first moment, with the portal itself as actor.</summary>
public sealed class TenantScopes(IServiceScopeFactory scopes, FindTenant find)
{
    /// <param name="part">Which part of the portal acts, e.g. <c>scheduler</c>.</param>
    /// <returns>Null when there is no such organization.</returns>
    public async Task<AsyncServiceScope?> OpenAsync(Guid organizationId, string part, CancellationToken cancellationToken)
    {
        if (await find(organizationId, cancellationToken).ConfigureAwait(false) is not { } tenant)
        {
            return null;
        }

        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, Actor.System(part));
        return scope;
    }
}
