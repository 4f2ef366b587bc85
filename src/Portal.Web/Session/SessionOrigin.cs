using System.Security.Claims;

namespace Portal.Web.Session;

/// <summary>Where a session comes from. Kept in it, because who may come in can change while it lasts.</summary>
/// <param name="Authority">The provider as it was configured then.</param>
/// <param name="Tenant">Claim <c>tid</c>; null when the provider has no tenants.</param>
/// <param name="Invitation">The key of the open invitation that they came with; null when none was needed.</param>
public sealed record SessionOrigin(string Authority, string? Tenant, string? Invitation)
{
    private const string AuthorityClaim = "portal:authority";
    private const string TenantClaim = "portal:tenant";
    private const string InvitationClaim = "portal:invitation";

    internal static SessionOrigin? From(ClaimsPrincipal principal) => principal.FindFirstValue(AuthorityClaim) is { } authority
        ? new(authority, principal.FindFirstValue(TenantClaim), principal.FindFirstValue(InvitationClaim)) : null;

    internal IEnumerable<Claim> ToClaims()
    {
        yield return new(AuthorityClaim, Authority);
        if (Tenant is not null)
        {
            yield return new(TenantClaim, Tenant);
        }

        if (Invitation is not null)
        {
            yield return new(InvitationClaim, Invitation);
        }
    }
}
