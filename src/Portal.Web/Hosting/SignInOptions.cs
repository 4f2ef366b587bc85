using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>How people prove who they are. Bound from the <c>SignIn</c> section; usually derived, see <see cref="ModeOf"/>.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";
    public const string Development = nameof(Development);
    public const string Entra = nameof(Entra);
    public const string OpenId = nameof(OpenId);

    /// <summary><c>Development</c>: three personas, without a password. <c>Entra</c> and <c>OpenId</c>: the provider of the <c>Authentication</c> section.</summary>
    public string Mode { get; set; } = "";

    /// <summary>How long a sign-in counts as recent for what cannot be undone.</summary>
    public int RecentMinutes { get; set; } = 15;

    public bool IsDevelopment => Mode == Development;

    /// <summary>
    /// What is configured decides: with <c>Authentication:Authority</c> a provider, Entra ID when the authority is Microsoft's; without
    /// one, and in Development only, the personas. <c>SignIn:Mode</c> overrides.
    /// </summary>
    public static string ModeOf(IConfiguration configuration, bool isDevelopment)
    {
        if (configuration[$"{Section}:{nameof(Mode)}"] is { Length: > 0 } given)
        {
            return given;
        }

        var authority = configuration[$"{ProviderOptions.Section}:{nameof(ProviderOptions.Authority)}"];
        return string.IsNullOrEmpty(authority)
            ? isDevelopment ? Development : ""
            : ProviderOptions.IsMicrosofts(authority) ? Entra : OpenId;
    }
}

/// <summary>Refuses the development sign-in anywhere but in Development and on loopback, and no sign-in at all anywhere.</summary>
internal sealed class SignInOptionsCheck(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        List<string> faults = [];
        if (options.RecentMinutes is < 1 or > 720)
        {
            faults.Add($"SignIn:RecentMinutes is {options.RecentMinutes}. Give 1 to 720 minutes.");
        }

        if (options.Mode is not (SignInOptions.Development or SignInOptions.Entra or SignInOptions.OpenId))
        {
            faults.Add(options.Mode.Length == 0
                ? "SignIn:Mode is not known, because Authentication:Authority is not set. Set Authentication:Authority, ClientId and ClientSecret of your identity provider; docs/sign-in.md shows how."
                : $"SignIn:Mode is '{options.Mode}'. It can be Entra, OpenId or, on a developer's machine, Development. Remove it to let Authentication:Authority decide.");
        }

        if (options.IsDevelopment)
        {
            if (!environment.IsDevelopment())
            {
                faults.Add($"SignIn:Mode is 'Development', which lets anybody in as an admin, but the environment is '{environment.EnvironmentName}'. Set ASPNETCORE_ENVIRONMENT=Development on a developer's machine, nowhere else.");
            }

            faults.AddRange(ListenAddresses.NotLoopback(configuration).Select(bad =>
                $"{bad.Key} is '{bad.Value}', which is not a loopback address. The development sign-in listens on 127.0.0.1 or localhost only."));
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
