using Microsoft.Extensions.Options;
using Portal.Web.Hosting;

namespace Portal.Web.Session;

/// <summary>
/// Whose tenant may come in, by today's configuration. Asked at sign-in and of every session again, so that a tenant taken off the list
/// is out: of its people only those who were invited in person come in, and into the organizations that invited them.
/// </summary>
internal sealed class TenantRules(IOptions<ProviderOptions> provider, IOptions<SignInOptions> signIn)
{
    /// <summary>Rules of a tenant; null when it may not come in. Without a list, every person the provider knows may.</summary>
    public AllowedTenant? Of(string? tenant) =>
        provider.Value.AllowedTenants.Count == 0 ? new AllowedTenant()
        : tenant is null ? null
        : provider.Value.AllowedTenants.FirstOrDefault(t => string.Equals(t.Key, tenant, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether a session is from the provider that is configured now. One of another provider, or of none, is nobody's.</summary>
    public bool Knows(SignedInPerson person) => !HasProvider || person.Origin?.Authority == provider.Value.Authority;

    public bool InvitedOnly(SignedInPerson person) => HasProvider && Of(person.Origin?.Tenant) is null;

    private bool HasProvider => signIn.Value.Mode is SignInOptions.Entra or SignInOptions.OpenId;
}
