using Portal.Platform.Authorization;
using Portal.Platform.Results;

namespace Portal.Platform.Tenancy;

/// <summary>
/// Which organization this DI scope works for, and who is acting. Set once, by one of three doors: a circuit opening, an HTTP
/// endpoint, a tenant job. Reading it unset throws: there is no "no tenant" in code that touches tenant rows.
/// </summary>
public sealed class TenantScope
{
    private Tenant? _tenant;
    private Actor? _actor;
    private SignInProof? _proof;

    public bool IsSet => _tenant is not null;

    /// <exception cref="InvalidOperationException">The scope has no tenant.</exception>
    public Tenant Tenant => _tenant ?? throw new InvalidOperationException("This scope has no organization. Enter one before touching tenant data.");

    /// <inheritdoc cref="Tenant"/>
    public Actor Actor => _actor ?? throw new InvalidOperationException("This scope has no actor. Enter an organization before acting.");

    /// <inheritdoc cref="Tenant"/>
    public Guid OrganizationId => Tenant.OrganizationId;

    /// <param name="proof">The person's last sign-in. Without one, nothing that asks for a recent sign-in is done.</param>
    /// <exception cref="InvalidOperationException">The scope already belongs to an organization; a scope never changes tenant.</exception>
    public void Enter(Tenant tenant, Actor actor, SignInProof? proof = null)
    {
        if (_tenant is not null)
        {
            throw new InvalidOperationException("This scope already belongs to an organization. Open a new scope for another one.");
        }

        _tenant = tenant;
        _actor = actor;
        _proof = proof;
    }

    /// <summary>Replaces the actor after their membership was read again; the organization stays.</summary>
    public void Refresh(Actor actor) => _actor = actor;

    /// <exception cref="ForbiddenException">The actor's role does not allow it.</exception>
    public void Require(Permission permission)
    {
        if (!Actor.May(permission))
        {
            throw new ForbiddenException(permission, Actor);
        }
    }

    /// <summary>Asked, after the permission, before what cannot be undone or makes somebody powerful. The portal itself has no sign-in to renew.</summary>
    /// <returns>Null when the sign-in is recent; else the refusal to give back.</returns>
    public Problem? RequireRecentSignIn() => Actor.IsSystem || _proof is { IsRecent: true } ? null : SignInProof.Missing;
}
