using System.Globalization;
using System.Security.Claims;
using Portal.Platform.Authorization;

namespace Portal.Web.Session;

/// <summary>Who is behind a request or a circuit, as the session cookie says. Roles are not in it: memberships are read each time.</summary>
/// <param name="Session">The sign-in session; audited once in each organization entered.</param>
/// <param name="StartedAt">When the session began; system time. No session is endless.</param>
/// <param name="ProvenAt">When the person last proved who they are; earlier than the session when the provider did not ask again. Destructive steps want it recent.</param>
public sealed record SignedInPerson(Guid Id, string Name, string Session, DateTimeOffset StartedAt, DateTimeOffset ProvenAt, bool MayCreateOrganizations)
{
    /// <summary>Null for a development persona.</summary>
    public SessionOrigin? Origin { get; init; }

    internal const string PersonClaim = "portal:person";
    internal const string SessionClaim = "sid";
    internal const string StartedAtClaim = "portal:started_at";
    internal const string ProvenAtClaim = "portal:proven_at";
    internal const string MayCreateClaim = "portal:may_create_organizations";

    /// <returns>Null when nobody is signed in.</returns>
    public static SignedInPerson? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true
            || !Guid.TryParse(principal.FindFirstValue(PersonClaim), out var id)
            || principal.FindFirstValue(SessionClaim) is not { Length: > 0 } session
            || Instant(principal, StartedAtClaim) is not { } startedAt
            || Instant(principal, ProvenAtClaim) is not { } provenAt)
        {
            return null;
        }

        return new(id, principal.FindFirstValue(ClaimTypes.Name) ?? "", session, startedAt, provenAt, principal.HasClaim(MayCreateClaim, "true")) { Origin = SessionOrigin.From(principal) };
    }

    internal SignInProof Proof(TimeSpan within, TimeProvider time) => new(ProvenAt, within, time);

    internal ClaimsPrincipal ToPrincipal(string scheme, string issuer, string subject)
    {
        var identity = new ClaimsIdentity(
        [
            new(PersonClaim, Id.ToString("D")),
            new(ClaimTypes.Name, Name),
            new(SessionClaim, Session),
            new(StartedAtClaim, Milliseconds(StartedAt)),
            new(ProvenAtClaim, Milliseconds(ProvenAt)),
            new("iss", issuer),
            new("sub", subject),
        ], scheme);
        identity.AddClaims(Origin?.ToClaims() ?? []);
        if (MayCreateOrganizations)
        {
            identity.AddClaim(new(MayCreateClaim, "true"));
        }

        return new(identity);
    }

    private static string Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), CultureInfo.InvariantCulture, out var value) ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
