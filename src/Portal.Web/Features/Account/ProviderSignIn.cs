using System.Globalization;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>Sends somebody to the identity provider. A link, not a form: it changes nothing here, and they come back proven or not at all.</summary>
internal static class ProviderSignIn
{
    public const string Path = "/signin/provider";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Challenge).AllowAnonymous();

    /// <param name="returnUrl">Local, or the start.</param>
    /// <param name="fresh">The provider shall ask the person again, even if it knows them.</param>
    public static string Link(string? returnUrl, bool fresh) =>
        Path + QueryString.Create(new Dictionary<string, string?> { ["returnUrl"] = LocalUrl.OrHome(returnUrl), ["fresh"] = fresh ? "true" : null }.Where(p => p.Value is not null));

    private static IResult Challenge(string? returnUrl, bool? fresh, TimeProvider time)
    {
        var properties = new OpenIdConnectChallengeProperties { RedirectUri = LocalUrl.OrHome(returnUrl) };
        if (fresh == true)
        {
            properties.Prompt = "login";
            properties.MaxAge = TimeSpan.Zero;
            properties.Items[ProviderEvents.FreshItem] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        }

        return Results.Challenge(properties, [ProviderHosting.Scheme]);
    }
}
