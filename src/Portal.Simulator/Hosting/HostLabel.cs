using System.Net;

namespace Portal.Simulator.Hosting;

/// <summary>Which company a Host header means.</summary>
internal static class HostLabel
{
    private const string VendorDomain = ".bamboohr.com";
    private const string LocalDomain = ".localhost";

    /// <summary>The label of <c>label.bamboohr.com</c> or <c>label.localhost</c>; acme for a bare loopback host; otherwise null.</summary>
    public static string? Company(string host)
    {
        var name = host.ToLowerInvariant();
        var label = name.EndsWith(VendorDomain, StringComparison.Ordinal) ? name[..^VendorDomain.Length]
            : name.EndsWith(LocalDomain, StringComparison.Ordinal) ? name[..^LocalDomain.Length]
            : name == "localhost" || IPAddress.TryParse(name.Trim('[', ']'), out _) ? Companies.Acme
            : null;
        return label is { Length: > 0 } && !label.Contains('.') ? label : null;
    }

    /// <summary>Scheme and host for links: the vendor's own when it was addressed by its own name.</summary>
    public static Uri ApiRoot(string scheme, string host, string hostAndPort) =>
        host.EndsWith(VendorDomain, StringComparison.OrdinalIgnoreCase) ? new($"https://{host}/") : new($"{scheme}://{hostAndPort}/");
}
