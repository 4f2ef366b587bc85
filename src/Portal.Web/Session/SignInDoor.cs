using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Portal.Compliance.Organizations;

namespace Portal.Web.Session;

/// <summary>The one door into a session, whoever proved the identity: a development persona or an OpenID provider's token.</summary>
internal sealed class SignInDoor(SignInPerson signIn, EndSession end, EndEverySession endEvery, SessionStates states, TimeProvider time)
{
    /// <summary>Starts a session for an identity that has been proven by the caller, and sets the cookie.</summary>
    public async Task<SignedInPerson> OpenAsync(HttpContext context, ExternalIdentity identity, bool mayCreateOrganizations)
    {
        var principal = await BeginAsync(identity, origin: null, time.GetUtcNow(), mayCreateOrganizations, context.RequestAborted);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return SignedInPerson.From(principal)!;
    }

    /// <summary>Starts a session without setting a cookie: the caller's handler does that.</summary>
    /// <param name="provenAt">When the provider saw the person prove who they are.</param>
    public async Task<ClaimsPrincipal> BeginAsync(
        ExternalIdentity identity, SessionOrigin? origin, DateTimeOffset provenAt, bool mayCreateOrganizations, CancellationToken cancellationToken)
    {
        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var known = await signIn.ExecuteAsync(identity, session, cancellationToken);
        return new SignedInPerson(known.PersonId, known.DisplayName, session, time.GetUtcNow(), provenAt, mayCreateOrganizations) { Origin = origin }
            .ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme, identity.Issuer, identity.Subject);
    }

    /// <summary>Ends the session everywhere: this cookie, copies of it, and open pages within a minute.</summary>
    /// <param name="everySession">Not only this session, but every one the person has.</param>
    public async Task CloseAsync(HttpContext context, bool everySession)
    {
        if (SignedInPerson.From(context.User) is { } person)
        {
            await end.ExecuteAsync(person.Id, person.Session, CancellationToken.None);
            if (everySession)
            {
                await endEvery.ExecuteAsync(person.Id, CancellationToken.None);
            }

            states.Forget();
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
