using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>Only by POST: a link or an image on another page cannot sign anybody out. Here first, then at the provider.</summary>
internal static class SignOut
{
    public const string Path = "/signout";

    /// <summary>Form field: end every session of the person, not only this one.</summary>
    public const string Everywhere = "everywhere";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, async (
        HttpContext context, IAntiforgery antiforgery, SignInDoor door, IAuthenticationSchemeProvider schemes, IOptions<ProviderOptions> provider, ILoggerFactory log) =>
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await door.CloseAsync(context, everySession: form[Everywhere] == "true");
        if (!provider.Value.SignOutAtProvider || await schemes.GetSchemeAsync(ProviderHosting.Scheme) is null)
        {
            return Results.LocalRedirect("/");
        }

        try
        {
            await context.SignOutAsync(ProviderHosting.Scheme, new AuthenticationProperties { RedirectUri = "/" });
            return Results.Empty;
        }
        catch (InvalidOperationException unreachable)
        {
            // Signed out here, which is what was promised; the provider's own session is its own.
            log.CreateLogger(nameof(SignOut)).LogWarning(unreachable, "The identity provider could not be told of a sign-out.");
            return Results.LocalRedirect("/");
        }
    });
}
