using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Portal.Web.Session;

/// <summary>Looks at each request's session: unreadable, too old or signed out ones are nobody's.</summary>
internal static class SessionCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var states = context.HttpContext.RequestServices.GetRequiredService<SessionStates>();
        var person = context.Principal is { } principal ? SignedInPerson.From(principal) : null;
        if (person is null || !await states.StandsAsync(person, fresh: false, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }
}
