using System.Globalization;
using System.Security.Claims;

namespace Portal.Web.Session;

/// <summary>Who is behind a request or a circuit, as the session cookie says. Roles are not in it: memberships are read each time.</summary>
/// <param name="Session">The sign-in session; audited once in each organization entered.</param>
/// <param name="SignedInAt">System time. Destructive steps ask for a recent sign-in.</param>
public sealed record SignedInPerson(Guid Id, string Name, string Session, DateTimeOffset SignedInAt, bool MayCreateOrganizations)
{
    internal const string PersonClaim = "portal:person";
    internal const string SessionClaim = "sid";
    internal const string SignedInAtClaim = "auth_time";
    internal const string MayCreateClaim = "portal:may_create_organizations";

    /// <returns>Null when nobody is signed in.</returns>
    public static SignedInPerson? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true
            || !Guid.TryParse(principal.FindFirstValue(PersonClaim), out var id)
            || principal.FindFirstValue(SessionClaim) is not { Length: > 0 } session
            || !long.TryParse(principal.FindFirstValue(SignedInAtClaim), CultureInfo.InvariantCulture, out var signedInAt))
        {
            return null;
        }

        var name = principal.FindFirstValue(ClaimTypes.Name) ?? "";
        return new(id, name, session, DateTimeOffset.FromUnixTimeSeconds(signedInAt), principal.HasClaim(MayCreateClaim, "true"));
    }

    internal ClaimsPrincipal ToPrincipal(string scheme, string issuer, string subject)
    {
        var identity = new ClaimsIdentity(
        [
            new(PersonClaim, Id.ToString("D")),
            new(ClaimTypes.Name, Name),
            new(SessionClaim, Session),
            new(SignedInAtClaim, SignedInAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("iss", issuer),
            new("sub", subject),
        ], scheme);
        if (MayCreateOrganizations)
        {
            identity.AddClaim(new(MayCreateClaim, "true"));
        }

        return new(identity);
    }
}
