using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Gives a member another role; it holds for their open pages within a minute. Giving or taking the admin role asks for a recent sign-in.</summary>
public sealed class ChangeMemberRole
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal ChangeMemberRole(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    public async Task<Result<Done>> ExecuteAsync(Guid personId, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return await MemberChanges.ChangeRoleAsync(_database, _directory, _scope.Actor, personId, role, _scope.RequireRecentSignIn(), cancellationToken);
    }
}
