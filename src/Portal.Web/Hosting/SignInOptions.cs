using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>How people prove who they are. Bound from the <c>SignIn</c> section.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary><c>Development</c>: three personas, without a password.</summary>
    public string Mode { get; set; } = "";

    public bool IsDevelopment => Mode == "Development";
}

/// <summary>Refuses the development sign-in anywhere but in Development and on loopback.</summary>
internal sealed class SignInOptionsCheck(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        if (!options.IsDevelopment)
        {
            return ValidateOptionsResult.Fail(
                $"SignIn:Mode is '{options.Mode}'. This version knows 'Development' only, and that in the Development environment only; it cannot be run in production yet.");
        }

        List<string> faults = [];
        if (!environment.IsDevelopment())
        {
            faults.Add($"SignIn:Mode is 'Development', which lets anybody in as an admin, but the environment is '{environment.EnvironmentName}'. Set ASPNETCORE_ENVIRONMENT=Development on a developer's machine, nowhere else.");
        }

        faults.AddRange(ListenAddresses.NotLoopback(configuration).Select(bad =>
            $"{bad.Key} is '{bad.Value}', which is not a loopback address. The development sign-in listens on 127.0.0.1 or localhost only."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>What the configuration says about where to listen.</summary>
internal static class ListenAddresses
{
    /// <summary>The settings that would make the host listen beyond loopback.</summary>
    public static IEnumerable<KeyValuePair<string, string>> NotLoopback(IConfiguration configuration)
    {
        foreach (var key in (string[])["urls", "Kestrel:Endpoints"])
        {
            foreach (var (path, value) in Values(configuration.GetSection(key)))
            {
                foreach (var address in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    if (!IsLoopback(address))
                    {
                        yield return new(path, address);
                    }
                }
            }
        }

        // Ports without a host mean every interface; they count only when no addresses are given.
        foreach (var key in (string[])["http_ports", "https_ports"])
        {
            if (configuration[key] is { Length: > 0 } ports && string.IsNullOrEmpty(configuration["urls"]))
            {
                yield return new(key, ports);
            }
        }
    }

    public static bool IsLoopback(string address)
    {
        try
        {
            var host = BindingAddress.Parse(address).Host;
            return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Path, string Value)> Values(IConfigurationSection section)
    {
        if (section.Value is { } own)
        {
            yield return (section.Path, own);
        }

        foreach (var url in section.GetChildren().Select(endpoint => endpoint.GetSection("Url")).Where(url => url.Value is not null))
        {
            yield return (url.Path, url.Value!);
        }
    }
}
