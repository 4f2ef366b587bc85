using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Portal.Compliance.Organizations;
using Portal.Web.Hosting;

namespace Portal.Web.Features.Account;

/// <summary>What the portal adds to the OpenID handler: its own session in place of the token's claims, and its own page for every failure.</summary>
internal static class ProviderEvents
{
    /// <summary>In the protected state: when a new sign-in was asked for.</summary>
    public const string FreshItem = "portal.fresh";

    public static void Attach(OpenIdConnectEvents events, ProviderOptions provider)
    {
        events.OnTokenValidated = AdmitAsync;
        events.OnRemoteFailure = FailAsync;
        var before = events.OnRedirectToIdentityProviderForSignOut;
        events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // No token is kept that could be the hint; this says who asks.
            context.ProtocolMessage.ClientId = provider.ClientId;
            return before(context);
        };
        if (provider.ClientCertificatePath.Length > 0)
        {
            events.OnAuthorizationCodeReceived = context => ClientAssertion.AddAsync(context, provider);
        }
    }

    private static async Task AdmitAsync(TokenValidatedContext context)
    {
        var door = context.HttpContext.RequestServices.GetRequiredService<ProviderDoor>();
        var aborted = context.HttpContext.RequestAborted;
        var asked = context.Properties!.Items.TryGetValue(FreshItem, out var at) && at is not null
            ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)
            : (DateTimeOffset?)null;
        try
        {
            context.Principal = await door.AdmitAsync(context.Principal!, context.Properties.RedirectUri, asked, aborted);
        }
        catch (SignInRefusedException refused)
        {
            context.Fail(refused);
            return;
        }

        var after = await door.AfterAsync(context.Principal, context.Properties.RedirectUri, aborted);
        context.Properties = new AuthenticationProperties { RedirectUri = after };
    }

    private static async Task FailAsync(RemoteFailureContext context)
    {
        var failure = SignInFailures.Of(context.Failure);
        var services = context.HttpContext.RequestServices;
        var trace = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
        services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(ProviderEvents))
            .LogWarning(context.Failure, "A sign-in failed: {Reason}. Trace {Trace}", failure.Code(), trace);
        await services.GetRequiredService<RefuseSignIn>().ExecuteAsync(
            failure.Code(), (context.Failure as SignInRefusedException)?.Claimed ?? "", context.HttpContext.Connection.RemoteIpAddress?.ToString(), CancellationToken.None);
        context.Response.Redirect($"{SignInFailedPage.Path}?reason={failure.Code()}&trace={Uri.EscapeDataString(trace)}");
        context.HandleResponse();
    }
}
