using System.Globalization;
using System.Security.Claims;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Web.Hosting;

namespace Portal.Web.Features.Account;

/// <summary>Who a validated id token is about, in the portal's words.</summary>
/// <param name="Identity">Issuer and subject. At Entra ID the subject is <c>oid</c>, the same for every app; elsewhere <c>sub</c>. Never the e-mail.</param>
/// <param name="Tenant">Claim <c>tid</c>; null when the provider has no tenants.</param>
/// <param name="AuthenticatedAt">Claim <c>auth_time</c>; null when the provider does not say.</param>
internal sealed record ProviderIdentity(ExternalIdentity Identity, string? Tenant, Role? Role, DateTimeOffset? AuthenticatedAt)
{
    /// <returns>Null for a token without what identifies a person.</returns>
    public static ProviderIdentity? From(ClaimsPrincipal token, ProviderOptions provider, string mode)
    {
        var issuer = token.FindFirstValue("iss");
        var tenant = token.FindFirstValue("tid");
        var subject = token.FindFirstValue(mode == SignInOptions.Entra ? "oid" : "sub");
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject) || (mode == SignInOptions.Entra && !IsOfTenant(issuer, tenant)))
        {
            return null;
        }

        var email = token.FindFirstValue("email");
        var name = Shorten(FirstOf(token.FindFirstValue("name"), token.FindFirstValue("preferred_username"), email, subject));
        var authenticated = long.TryParse(token.FindFirstValue("auth_time"), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : (DateTimeOffset?)null;
        return new(
            new(issuer, subject, name, email is null ? null : Shorten(email)), tenant, provider.RoleOf(token.FindAll(provider.RoleClaim).Select(c => c.Value)), authenticated);
    }

    /// <summary>Microsoft's validator compared issuer and tenant already; the identity's key hangs on it, so it is looked at twice.</summary>
    private static bool IsOfTenant(string issuer, string? tenant) =>
        Guid.TryParse(tenant, out _) && issuer.Contains($"/{tenant}/", StringComparison.OrdinalIgnoreCase);

    private static string FirstOf(params string?[] names) => names.First(n => !string.IsNullOrWhiteSpace(n))!;

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200];
}
