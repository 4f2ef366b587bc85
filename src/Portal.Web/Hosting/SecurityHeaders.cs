namespace Portal.Web.Hosting;

/// <summary>Headers on every response. Scripts come from this host only and never inline; nothing may frame the portal.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// MudBlazor sets style attributes and one style element from code, hence 'unsafe-inline' for styles. Fetches and the circuit's
    /// WebSocket go to this host only; images may be data URIs (icons in style sheets).
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>With sign-out at a provider, the form that signs out may end there, and nowhere else.</summary>
    /// <param name="provider">Where people sign in; null when nobody leaves this host.</param>
    public static string PolicyFor(Uri? provider) => provider is null
        ? ContentSecurityPolicy
        : ContentSecurityPolicy.Replace("form-action 'self'", $"form-action 'self' {provider.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal);

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // Options that do not hold are said at start; here they only must not throw first.
        var authority = app.Configuration[$"{ProviderOptions.Section}:{nameof(ProviderOptions.Authority)}"];
        var isDevelopment = SignInOptions.ModeOf(app.Configuration, app.Environment.IsDevelopment()) == SignInOptions.Development;
        var policy = PolicyFor(!isDevelopment && Uri.TryCreate(authority, UriKind.Absolute, out var provider) ? provider : null);
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = policy;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
