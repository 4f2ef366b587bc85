using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Portal.Web.Features.Account;

namespace Portal.Web.Hosting;

/// <summary>
/// Sign-in with the configured provider: authorization code with PKCE, answered by redirect. Entra ID keeps Microsoft's own issuer
/// validation, which knows its tenants; any other provider's issuer is the one that its discovery document names.
/// </summary>
internal static class ProviderHosting
{
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;
    public const string CallbackPath = "/signin/callback";
    public const string SignedOutPath = "/signout/callback";

    public static void AddProvider(this AuthenticationBuilder authentication, string mode, IConfiguration configuration, bool isDevelopment)
    {
        var provider = configuration.GetSection(ProviderOptions.Section).Get<ProviderOptions>() ?? new();
        if (!Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority) || provider.ClientId.Length == 0)
        {
            // The check at start says what is missing; a handler that cannot be made would only hide that.
            return;
        }

        authentication.AddMicrosoftIdentityWebApp(identity =>
        {
            identity.Instance = authority.GetLeftPart(UriPartial.Authority) + "/";
            identity.TenantId = authority.Segments.Length > 1 ? authority.Segments[1].Trim('/') : "organizations";
            identity.ClientId = provider.ClientId;
            identity.ClientSecret = provider.ClientSecret;
        }, configureCookieAuthenticationOptions: null, Scheme, cookieScheme: null);
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure(openId =>
        {
            Harden(openId, provider, HostCookies.NeedTls(configuration, isDevelopment));
            if (mode == SignInOptions.OpenId)
            {
                openId.Authority = provider.Authority;
                openId.MetadataAddress = null;
                openId.TokenValidationParameters.IssuerValidator = null;
                openId.RequireHttpsMetadata = !(isDevelopment && authority.IsLoopback);
            }
        });
    }

    private static void Harden(OpenIdConnectOptions openId, ProviderOptions provider, bool tls)
    {
        openId.ClientSecret = provider.ClientSecret.Length > 0 ? provider.ClientSecret : null;
        openId.ResponseType = OpenIdConnectResponseType.Code;
        // By GET, so that lax cookies come along and no other origin ever posts here.
        openId.ResponseMode = OpenIdConnectResponseMode.Query;
        openId.UsePkce = true;
        openId.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        openId.SaveTokens = false;
        openId.UseTokenLifetime = false;
        openId.GetClaimsFromUserInfoEndpoint = false;
        openId.MapInboundClaims = false;
        (openId.TokenHandler as JsonWebTokenHandler)!.MapInboundClaims = false;
        // They would take the issuer out of the portal's own session, which has replaced the token's claims by then.
        openId.ClaimActions.Clear();
        openId.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        openId.CallbackPath = CallbackPath;
        openId.SignedOutCallbackPath = SignedOutPath;
        openId.SignedOutRedirectUri = "/";
        // Sign-out comes from our own form only.
        openId.RemoteSignOutPath = default;
        openId.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"])
        {
            openId.Scope.Add(scope);
        }

        openId.TokenValidationParameters.NameClaimType = "name";
        openId.TokenValidationParameters.RoleClaimType = provider.RoleClaim;
        // Names begin like this; the handler adds what is random.
        foreach (var (cookie, name) in new[] { (openId.CorrelationCookie, HostCookies.Correlation), (openId.NonceCookie, HostCookies.Nonce) })
        {
            HostCookies.Guard(cookie, name, tls);
            cookie.SameSite = SameSiteMode.Lax;
        }

        ProviderEvents.Attach(openId.Events, provider);
    }
}
