using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Portal.Compliance.Organizations;

namespace Portal.Web.Session;

/// <summary>
/// The one door into a session, whoever proved the identity: the development personas today, an OpenID provider's token tomorrow.
/// </summary>
internal sealed class SignInDoor(SignInPerson signIn, EndSession end, EndedSessions ended, TimeProvider time)
{
    /// <summary>Starts a session for an identity that has been proven by the caller, and sets the cookie.</summary>
    public async Task<SignedInPerson> OpenAsync(HttpContext context, ExternalIdentity identity, bool mayCreateOrganizations)
    {
        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var known = await signIn.ExecuteAsync(identity, session, context.RequestAborted);
        var person = new SignedInPerson(known.PersonId, known.DisplayName, session, time.GetUtcNow(), mayCreateOrganizations);
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            person.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme, identity.Issuer, identity.Subject));
        return person;
    }

    /// <summary>Ends the session everywhere: this cookie, copies of it, and open pages within a minute.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        if (SignedInPerson.From(context.User) is { } person)
        {
            ended.Add(person.Session);
            await end.ExecuteAsync(person.Id, person.Session, CancellationToken.None);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
