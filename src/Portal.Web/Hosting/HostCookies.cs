namespace Portal.Web.Hosting;

/// <summary>
/// The portal's own cookies. Over TLS they carry the prefix <c>__Host-</c>: browsers then take them from this very host only, over TLS only
/// and for every path, so neither a sibling host nor anybody on the wire can plant one. Without TLS, on a developer's loopback, browsers
/// would refuse the prefix.
/// </summary>
internal static class HostCookies
{
    public const string Prefix = "__Host-";

    public const string Session = "portal.session";
    public const string Antiforgery = "portal.antiforgery";
    public const string Correlation = "portal.correlation.";
    public const string Nonce = "portal.nonce.";

    /// <summary>Always, outside Development: there TLS may end at a proxy, which the portal's own addresses do not show.</summary>
    public static bool NeedTls(IConfiguration configuration, bool isDevelopment) => !isDevelopment || ListenAddresses.AllHttps(configuration);

    public static void Guard(CookieBuilder cookie, string name, bool tls)
    {
        (cookie.Name, cookie.Path, cookie.Domain) = (tls ? Prefix + name : name, "/", null);
        cookie.HttpOnly = true;
        cookie.SecurePolicy = tls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
