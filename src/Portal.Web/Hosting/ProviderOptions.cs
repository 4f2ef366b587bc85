using Microsoft.Extensions.Options;
using Portal.Platform.Authorization;

namespace Portal.Web.Hosting;

/// <summary>The identity provider people sign in with. Bound from the <c>Authentication</c> section.</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Authentication";

    /// <summary>
    /// Where its discovery document is, without <c>/.well-known/…</c>. Entra ID: <c>https://login.microsoftonline.com/organizations/v2.0</c>
    /// for several tenants, or a tenant's id in place of <c>organizations</c>.
    /// </summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>From an environment variable or a secret store, never from a file in the repository.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>In place of a secret: a PEM or PFX file whose key signs the client's assertion.</summary>
    public string ClientCertificatePath { get; set; } = "";

    /// <summary>What the sign-in button calls the provider.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The claim that carries roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Value of the role claim → role here. Without any, values that are called like a role here mean it.</summary>
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <summary>Tenants (claim <c>tid</c>) whose people may sign in. Required with Entra ID. Somebody who was invited in person may come from another one.</summary>
    public Dictionary<string, AllowedTenant> AllowedTenants { get; set; } = [];

    /// <summary>Without tenants: slug of the organization into which a first sign-in with a role makes somebody a member.</summary>
    public string Organization { get; set; } = "";

    /// <summary>Refuse people of an allowed tenant who have no role at the provider.</summary>
    public bool RequireRole { get; set; }

    /// <summary>Sign out at the provider too.</summary>
    public bool SignOutAtProvider { get; set; } = true;

    public static bool IsMicrosofts(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Host.ToLowerInvariant() is "login.microsoftonline.com" or "login.microsoftonline.us" or "login.partner.microsoftonline.cn");

    /// <summary>The highest role that the provider's values mean here; null when none does.</summary>
    public Role? RoleOf(IEnumerable<string> values)
    {
        Role? highest = null;
        foreach (var value in values)
        {
            var named = Roles.Count == 0 ? value : Roles.GetValueOrDefault(value);
            if (TryRole(named, out var role) && (highest is null || role > highest))
            {
                highest = role;
            }
        }

        return highest;
    }

    public static bool TryRole(string? name, out Role role)
    {
        role = default;
        // Not a number: an enum's value would parse as one.
        return name is { Length: > 0 } && char.IsLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out role) && Enum.IsDefined(role);
    }
}

/// <summary>What holds for the people of one tenant.</summary>
internal sealed class AllowedTenant
{
    /// <summary>Slug of the organization into which a first sign-in with a role makes somebody a member. Empty: by invitation only.</summary>
    public string Organization { get; set; } = "";
}

/// <summary>Says every fault of the section at once, each with its key.</summary>
internal sealed class ProviderOptionsCheck(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        var mode = SignInOptions.ModeOf(configuration, environment.IsDevelopment());
        if (mode is not (SignInOptions.Entra or SignInOptions.OpenId))
        {
            return ValidateOptionsResult.Success;
        }

        List<string> faults = [];
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http"))
        {
            faults.Add($"Authentication:Authority is '{options.Authority}'. Give the provider's address, such as https://login.microsoftonline.com/organizations/v2.0.");
        }
        else if (authority.Scheme == "http" && !(authority.IsLoopback && environment.IsDevelopment()))
        {
            faults.Add($"Authentication:Authority is '{options.Authority}', without TLS. That is allowed in Development and on loopback only: use https.");
        }

        if (options.ClientId.Length == 0)
        {
            faults.Add("Authentication:ClientId is not set. Give the id under which the portal is registered at the provider.");
        }

        if (options.ClientSecret.Length == 0 == (options.ClientCertificatePath.Length == 0))
        {
            faults.Add(options.ClientSecret.Length == 0
                ? "Authentication:ClientSecret is not set. Give the client's secret, or the path of its certificate as Authentication:ClientCertificatePath."
                : "Authentication:ClientSecret and Authentication:ClientCertificatePath are both set. Keep one.");
        }
        else if (options.ClientCertificatePath.Length > 0 && !File.Exists(options.ClientCertificatePath))
        {
            faults.Add($"Authentication:ClientCertificatePath is '{options.ClientCertificatePath}', and there is no such file.");
        }

        if (options.RoleClaim.Length == 0)
        {
            faults.Add("Authentication:RoleClaim is empty. Name the claim that carries roles, such as roles.");
        }

        faults.AddRange(options.Roles.Where(r => !ProviderOptions.TryRole(r.Value, out _)).Select(r =>
            $"Authentication:Roles:{r.Key} is '{r.Value}'. Roles here are {string.Join(", ", Enum.GetNames<Role>())}."));
        if (mode == SignInOptions.Entra)
        {
            if (options.AllowedTenants.Count == 0)
            {
                faults.Add("Authentication:AllowedTenants is empty. Name each tenant whose people may sign in, by its id: Authentication:AllowedTenants:<tenant id>:Organization.");
            }

            faults.AddRange(options.AllowedTenants.Keys.Where(t => !Guid.TryParse(t, out _)).Select(t =>
                $"Authentication:AllowedTenants:{t} is not a tenant id. Entra ID shows it as 'Directory (tenant) ID'; domain names change owners."));
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
