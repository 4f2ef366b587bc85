using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>Makes somebody a member: known by issuer and subject, never by e-mail. Making an admin asks for a recent sign-in.</summary>
public sealed class AddMember
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;

    internal AddMember(TenantScope scope, TenantDatabase database, DirectoryDatabase directory, ProductClock clock) =>
        (_scope, _database, _directory, _clock) = (scope, database, directory, clock);

    public async Task<Result<Done>> ExecuteAsync(ExternalIdentity identity, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        if (identity.Issuer.Length is 0 or > 200 || identity.Subject.Length is 0 or > 200 || identity.DisplayName.Length is 0 or > OrganizationRules.LongestName)
        {
            return new Problem("invalid_identity", "Name, issuer and subject are all needed.", "Issuer and subject together say who somebody is.", "Fill in all three.");
        }

        return role is Role.Admin && _scope.RequireRecentSignIn() is { } old
            ? old
            : await MemberChanges.AddAsync(_database, _directory, _scope.Actor, identity, role, _clock, cancellationToken);
    }
}
