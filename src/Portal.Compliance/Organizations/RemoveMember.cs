using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Ends a membership; open pages of that person go blank within a minute.</summary>
public sealed class RemoveMember
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal RemoveMember(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    public async Task<Result<Done>> ExecuteAsync(Guid personId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return _scope.RequireRecentSignIn() is { } old
            ? old
            : await MemberChanges.RemoveAsync(_database, _directory, _scope.Actor, personId, cancellationToken);
    }
}
