using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Gives a member another role; it holds for their open pages within a minute.</summary>
public sealed class ChangeMemberRole
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DatabaseProvider _provider;

    internal ChangeMemberRole(TenantScope scope, TenantDatabase database, DatabaseProvider provider) =>
        (_scope, _database, _provider) = (scope, database, provider);

    public Task<Result<Done>> ExecuteAsync(Guid personId, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return MemberChanges.ChangeRoleAsync(_database, _provider, personId, role, cancellationToken);
    }
}
