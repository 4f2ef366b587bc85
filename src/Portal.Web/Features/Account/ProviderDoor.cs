using System.Security.Claims;
using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Web.Hosting;
using Portal.Web.Session;

namespace Portal.Web.Features.Account;

/// <summary>
/// Decides whether somebody whom the provider has proven comes in: from an allowed tenant, or invited in person (a member by an invitation, or holding an open
/// one). Roles at the provider only seed a first membership, or restrict; what somebody may do is read from memberships.
/// </summary>
internal sealed class ProviderDoor(
    SignInDoor door, KnowMemberships know, SeedMembership seed, RestrictMemberships restrict, EndEverySession end, ViewInvitation invitation,
    ListOrganizations list, TenantRules rules,
    IOptions<ProviderOptions> options, IOptions<SignInOptions> signIn, TimeProvider time)
{
    /// <summary>How far the provider's clock may be off.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="askedFreshAt">When a new sign-in was asked for; null when an existing one at the provider would do.</param>
    /// <exception cref="SignInRefusedException">Not to be let in.</exception>
    public async Task<ClaimsPrincipal> AdmitAsync(ClaimsPrincipal token, string? returnUrl, DateTimeOffset? askedFreshAt, CancellationToken cancellationToken)
    {
        var provider = options.Value;
        var proven = ProviderIdentity.From(token, provider, signIn.Value.Mode) ?? throw Refused(SignInFailure.UnknownIssuer, token);
        var allowed = rules.Of(proven.Tenant);
        await RestrictAsync(proven, allowed, token, cancellationToken);
        var known = await know.ExecuteAsync(proven.Identity.Issuer, proven.Identity.Subject, cancellationToken);
        var offered = await OfferedAsync(returnUrl, cancellationToken);
        if (allowed is null && !known.IsInvited && offered is null)
        {
            await EndOpenSessionsAsync(known, cancellationToken);
            throw Refused(SignInFailure.WrongTenant, token);
        }

        if (allowed is not null && provider.RequireRole && proven.Role is null && !known.IsMember && offered is null)
        {
            throw Refused(SignInFailure.NoRole, token);
        }

        // A provider that was asked for a new sign-in has to say when it was: without that, an old one could pass for it.
        if (askedFreshAt is { } asked && !(proven.AuthenticatedAt >= asked - Skew))
        {
            throw Refused(SignInFailure.NotFresh, token);
        }

        var organization = allowed?.Organization is { Length: > 0 } own ? own : provider.Organization;
        if (allowed is not null && proven.Role is { } role && organization.Length > 0)
        {
            await seed.ExecuteAsync(organization, proven.Identity, role, cancellationToken);
        }

        return await door.BeginAsync(proven.Identity, new(provider.Authority, proven.Tenant, offered), ProvenAt(proven), MayCreate(provider, allowed, proven, known), cancellationToken);
    }

    /// <summary>
    /// Roles at the provider restrict what they once made, in whatever organization. Of a tenant that is not on the list any more none counts.
    /// An only admin whose role is gone keeps the membership, so that the organization keeps an admin, but neither comes in nor stays in.
    /// </summary>
    private async Task RestrictAsync(ProviderIdentity proven, AllowedTenant? allowed, ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        var restriction = await restrict.ExecuteAsync(proven.Identity, allowed is null ? null : proven.Role, cancellationToken);
        if (restriction.LastAdmin is { } person)
        {
            await end.ExecuteAsync(person, cancellationToken);
            throw Refused(SignInFailure.NoRole, token);
        }
    }

    /// <summary>Where they wanted to go; else their only organization; else the chooser.</summary>
    public async Task<string> AfterAsync(ClaimsPrincipal session, string? returnUrl, CancellationToken cancellationToken)
    {
        if (LocalUrl.IsLocal(returnUrl) && returnUrl != "/")
        {
            return returnUrl!;
        }

        var person = SignedInPerson.From(session)!;
        var organizations = await list.ExecuteAsync(person.Id, rules.InvitedOnly(person), cancellationToken);
        return organizations is [var only] ? $"/o/{only.Slug}" : "/";
    }

    /// <summary>An admin at the provider, or the first person of a tenant on the list.</summary>
    private static bool MayCreate(ProviderOptions provider, AllowedTenant? allowed, ProviderIdentity proven, KnownMemberships known) =>
        allowed is not null && (proven.Role is Role.Admin || (provider.AllowedTenants.Count > 0 && !known.IssuerHasMembers));

    /// <summary>A sign-in of which the provider does not say when it was counts as old.</summary>
    private DateTimeOffset ProvenAt(ProviderIdentity proven)
    {
        var now = time.GetUtcNow();
        return proven.AuthenticatedAt is not { } at ? DateTimeOffset.UnixEpoch : at < now ? at : now;
    }

    /// <summary>Machines that still run with an older list let their sessions go on: they end with the refusal, everywhere.</summary>
    private async Task EndOpenSessionsAsync(KnownMemberships known, CancellationToken cancellationToken)
    {
        if (known.Person is { } person)
        {
            await end.ExecuteAsync(person, cancellationToken);
        }
    }

    /// <returns>The key of the open invitation that they are on their way to; null when there is none.</returns>
    private async Task<string?> OfferedAsync(string? returnUrl, CancellationToken cancellationToken) =>
        InvitationLink.TokenOf(returnUrl) is { } link ? (await invitation.ExecuteAsync(link, cancellationToken))?.Key : null;

    private static SignInRefusedException Refused(SignInFailure failure, ClaimsPrincipal token) =>
        new(failure, $"{token.FindFirstValue("iss")} {token.FindFirstValue("sub")}");
}
