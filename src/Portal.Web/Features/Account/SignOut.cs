using Microsoft.AspNetCore.Antiforgery;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>Only by POST: a link or an image on another page cannot sign anybody out.</summary>
internal static class SignOut
{
    public const string Path = "/signout";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, async (HttpContext context, IAntiforgery antiforgery, SignInDoor door) =>
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        await door.CloseAsync(context);
        return Results.LocalRedirect("/");
    });
}
