using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Portal.Web.Session;

/// <summary>Looks at each request's session: unreadable, too old or signed out ones are nobody's.</summary>
internal static class SessionCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var person = context.Principal is { } principal ? SignedInPerson.From(principal) : null;
        if (person is null
            || now - person.SignedInAt > EndedSessions.LongestSession
            || services.GetRequiredService<EndedSessions>().Contains(person.Session))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }
}
