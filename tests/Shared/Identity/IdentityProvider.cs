using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Portal.Tests.Shared.Identity;

/// <summary>Somebody the provider knows.</summary>
public sealed record Account(string Subject, string Name, string? Tenant = null, params string[] Roles);

/// <summary>
/// A real OpenID provider on loopback (OpenIddict, without a database): discovery, keys, code flow with PKCE, sign-out. Its sign-in page
/// is a list of links, one an account, and one that declines.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "portal";
    public const string ClientSecret = "a secret that is only a test's";

    private readonly WebApplication _app;

    private IdentityProvider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public List<Account> Accounts { get; } = [];

    /// <summary>What the tokens say about when somebody proved who they are; null leaves it out.</summary>
    public Func<DateTimeOffset?> AuthenticatedAt { get; set; } = () => DateTimeOffset.UtcNow;

    /// <summary>The last authorization request's parameters.</summary>
    public IReadOnlyDictionary<string, string?> LastRequest { get; private set; } = new Dictionary<string, string?>();

    /// <summary>How far its clock is from the machine's.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>When set, whoever asks for tokens proves it with this certificate's key (RFC 7523) and not with the secret.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    public int SignOuts { get; private set; }

    /// <summary>Configuration that makes a portal use this provider.</summary>
    public string[] Arguments =>
    [
        $"--Authentication:Authority={Address.GetLeftPart(UriPartial.Authority)}", $"--Authentication:ClientId={ClientId}", $"--Authentication:ClientSecret={ClientSecret}",
    ];

    public static async Task<IdentityProvider> StartAsync(params Account[] accounts)
    {
        IdentityProvider? provider = null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("end");
            server.RegisterScopes(Scopes.Email, Scopes.Profile).RegisterClaims("tid", "roles");
            server.Configure(options => options.TimeProvider = new SkewedTime(() => provider!.Skew));
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.RedirectUri is null)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<ValidateTokenContext>(h => h
                .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1).UseInlineHandler(context =>
                {
                    if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
                    {
                        context.TokenValidationParameters = provider!.OfClientAssertions();
                        context.ValidAudiences.Clear();
                    }

                    return default;
                }));
            server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseInlineHandler(context =>
            {
                // An assertion was checked before, with the keys above.
                var isProven = provider!.ClientCertificate is null ? context.ClientSecret == ClientSecret : context.Request.ClientAssertion is not null;
                if (context.ClientId != ClientId || !isProven)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<ValidateEndSessionRequestContext>(h => h.UseInlineHandler(_ => default));
        });
        var app = builder.Build();
        app.UseAuthentication();
        provider = new IdentityProvider(app);
        provider.Accounts.AddRange(accounts);
        // As a delegate: taken for a RequestDelegate, its result would be thrown away.
        app.Map("/authorize", (Delegate)provider.Authorize);
        app.Map("/end", (HttpContext context) =>
        {
            provider.SignOuts++;
            return Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private TokenValidationParameters OfClientAssertions() => new()
    {
        ValidIssuer = ClientId,
        ValidAudience = new Uri(Address, "/token").AbsoluteUri,
        IssuerSigningKey = new X509SecurityKey(ClientCertificate),
        ValidAlgorithms = [SecurityAlgorithms.RsaSsaPssSha256],
        // Entra ID and most others take the plain type, and so does this provider.
        TypeValidator = (_, _, _) => JsonWebTokenTypes.ClientAuthentication,
    };

    private IResult Authorize(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        LastRequest = request.GetParameters().ToDictionary(p => p.Key, p => (string?)p.Value);
        var chosen = context.Request.Query["account"].ToString();
        if (chosen == "nobody")
        {
            return Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        if (Accounts.Find(a => a.Subject == chosen) is not { } account)
        {
            var address = WebUtility.HtmlEncode(context.Request.Path + context.Request.QueryString.ToString());
            var links = string.Concat(Accounts.Select(a => $"<li><a href=\"{address}&amp;account={a.Subject}\">{a.Name}</a></li>"));
            return Results.Content($"<!DOCTYPE html><title>Provider</title><h1>Provider</h1><ul>{links}<li><a href=\"{address}&amp;account=nobody\">Decline</a></li></ul>", "text/html");
        }

        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Subject).SetClaim(Claims.Name, account.Name).SetClaim("tid", account.Tenant);
        identity.SetClaims("roles", [.. account.Roles]);
        if (AuthenticatedAt() is { } at)
        {
            identity.SetClaim(Claims.AuthenticationTime, at.ToUnixTimeSeconds());
        }

        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private sealed class SkewedTime(Func<TimeSpan> skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew();
    }
}
