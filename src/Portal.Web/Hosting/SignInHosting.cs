using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Portal.Web.Features.Account;
using Portal.Web.Session;

namespace Portal.Web.Hosting;

/// <summary>A session cookie, and refusal of everything that does not say otherwise.</summary>
internal static class SignInHosting
{
    public static void AddPortalSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsCheck>();
        builder.Services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsCheck>();
        builder.Services.AddOptions<SignInOptions>().Bind(builder.Configuration.GetSection(SignInOptions.Section))
            .Configure(signIn => signIn.Mode = SignInOptions.ModeOf(builder.Configuration, builder.Environment.IsDevelopment())).ValidateOnStart();
        builder.Services.AddOptions<ProviderOptions>().Bind(builder.Configuration.GetSection(ProviderOptions.Section)).ValidateOnStart();
        builder.Services.AddScoped<ProviderDoor>();
        var tls = HostCookies.NeedTls(builder.Configuration, builder.Environment.IsDevelopment());
        var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            HostCookies.Guard(cookie.Cookie, HostCookies.Session, tls);
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
            cookie.Events.OnRedirectToAccessDenied = denied =>
            {
                // The page for this status is shown in place; the address stays what was asked for.
                denied.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        var mode = SignInOptions.ModeOf(builder.Configuration, builder.Environment.IsDevelopment());
        if (mode is SignInOptions.Entra or SignInOptions.OpenId)
        {
            authentication.AddProvider(mode, builder.Configuration, builder.Environment.IsDevelopment());
        }

        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.CreateOrganizations, policy => policy.RequireClaim(SignedInPerson.MayCreateClaim, "true"));
        builder.Services.AddAntiforgery(antiforgery =>
        {
            HostCookies.Guard(antiforgery.Cookie, HostCookies.Antiforgery, tls);
            // SecurityHeaders says it for every response, and stricter.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
    }

    public static void MapPortalSignIn(this WebApplication app)
    {
        SignOut.Map(app);
        if (SignInOptions.ModeOf(app.Configuration, app.Environment.IsDevelopment()) is SignInOptions.Entra or SignInOptions.OpenId)
        {
            ProviderSignIn.Map(app);
        }
        else if (app.Environment.IsDevelopment())
        {
            DevelopmentSignIn.Map(app);
        }
    }
}
