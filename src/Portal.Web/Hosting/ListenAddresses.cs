using System.Net;

namespace Portal.Web.Hosting;

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

    /// <summary>Whether addresses are given, and all of them are https.</summary>
    public static bool AllHttps(IConfiguration configuration)
    {
        var addresses = ((string[])["urls", "Kestrel:Endpoints"]).SelectMany(key => Values(configuration.GetSection(key)))
            .SelectMany(v => v.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        return addresses.Count > 0 && addresses.TrueForAll(a => a.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
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
