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

    public Task<Result<Done>> ExecuteAsync(Guid personId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return MemberChanges.RemoveAsync(_database, _directory, personId, cancellationToken);
    }
}
