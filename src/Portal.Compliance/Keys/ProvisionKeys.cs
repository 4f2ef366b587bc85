using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Keys.Work;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>One request that a pass of <c>--provision</c> looked at.</summary>
/// <param name="Waits">It is still to be done.</param>
/// <param name="Error">Why it was not; null when it was done.</param>
public sealed record ProvisionedRequest(string Organization, KeyRequestKind Kind, Guid RequestId, bool Waits, string? Error);

/// <param name="SigningKid">Versioned id of the signing key, made if there was none.</param>
/// <param name="Left">Requests that still wait for provisioning.</param>
public sealed record ProvisioningReport(string SigningKid, IReadOnlyList<ProvisionedRequest> Requests, int Left);

/// <summary>
/// What <c>--provision</c> runs, under an identity that may make, rotate and destroy keys: one pass over what waits, one organization at a
/// time, each in its own scope. It neither wraps nor unwraps; the portal does its part when it sees that provisioning has done its own.
/// </summary>
public sealed class ProvisionKeys
{
    private readonly TenantScopes _scopes;
    private readonly DirectoryDatabase _directory;
    private readonly KeyProvisioning _provisioning;

    internal ProvisionKeys(TenantScopes scopes, DirectoryDatabase directory, KeyProvisioning provisioning) =>
        (_scopes, _directory, _provisioning) = (scopes, directory, provisioning);

    /// <summary>False where this process may only wrap, unwrap and sign.</summary>
    public bool IsAllowed => _provisioning.Provisioner is not null;

    /// <exception cref="InvalidOperationException">This process may not provision.</exception>
    public async Task<ProvisioningReport> PassAsync(CancellationToken cancellationToken = default)
    {
        var provisioner = _provisioning.Provisioner
            ?? throw new InvalidOperationException("This process may not provision keys.");
        var signing = await provisioner.EnsureSigningKeyAsync(cancellationToken);
        var seen = new List<ProvisionedRequest>();
        foreach (var id in await CatchUp.OrganizationsAsync(_directory, cancellationToken))
        {
            if (await _scopes.OpenAsync(id, "provisioning", cancellationToken) is { } scope)
            {
                await using (scope)
                {
                    await OneAsync(scope.ServiceProvider, seen, cancellationToken);
                }
            }
        }

        return new ProvisioningReport(signing, seen, seen.Count(r => r.Waits));
    }

    private static async Task OneAsync(IServiceProvider services, List<ProvisionedRequest> seen, CancellationToken cancellationToken)
    {
        List<KeyRequest> waiting;
        await using (var db = services.GetRequiredService<TenantDatabase>().Open())
        {
            waiting = await db.Set<KeyRequest>().Where(r => r.State == KeyRequestState.AwaitsProvisioning)
                .OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        }

        var slug = services.GetRequiredService<TenantScope>().Tenant.Slug;
        foreach (var request in waiting)
        {
            var (waits, error) = await services.GetRequiredService<KeyWork>().ProvisionAsync(request, cancellationToken);
            seen.Add(new ProvisionedRequest(slug, request.Kind, request.Id, waits, error));
        }
    }
}
