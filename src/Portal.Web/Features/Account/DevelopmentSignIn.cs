using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>
/// Lets a developer in as a persona. Mapped in Development only; the host refuses to start with it anywhere else, and each request
/// is looked at once more, because this is the one door without a lock.
/// </summary>
internal static class DevelopmentSignIn
{
    public const string Path = "/signin/development";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, SignInAsync).AllowAnonymous();

    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm] string? persona, [FromForm] string? returnUrl, SignInDoor door, RefuseSignIn refuse,
        ListOrganizations list, IOptions<SignInOptions> options)
    {
        var remote = context.Connection.RemoteIpAddress;
        var known = DevelopmentPersonas.All.FirstOrDefault(p => p.Key == persona);
        var refusal = !options.Value.IsDevelopment ? "development_sign_in_is_off"
            : remote is null || !IPAddress.IsLoopback(remote) ? "not_on_loopback"
            : known is null ? "unknown_persona"
            : null;
        if (refusal is not null)
        {
            await refuse.ExecuteAsync(refusal, persona ?? "", remote?.ToString(), context.RequestAborted);
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var person = await door.OpenAsync(context, known!.Identity, known.MayCreateOrganizations);
        return Results.LocalRedirect(await AfterSignInAsync(person, returnUrl, list, context.RequestAborted));
    }

    /// <summary>Where they wanted to go; else their only organization; else the chooser.</summary>
    private static async Task<string> AfterSignInAsync(
        SignedInPerson person, string? returnUrl, ListOrganizations list, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(returnUrl))
        {
            return LocalUrl.OrHome(returnUrl);
        }

        var organizations = await list.ExecuteAsync(person.Id, cancellationToken: cancellationToken);
        return organizations is [var only] ? $"/o/{only.Slug}" : "/";
    }
}
