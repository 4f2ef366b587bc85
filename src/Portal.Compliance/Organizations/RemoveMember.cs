using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Ends a membership; open pages of that person go blank within a minute.</summary>
public sealed class RemoveMember
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DatabaseProvider _provider;

    internal RemoveMember(TenantScope scope, TenantDatabase database, DatabaseProvider provider) =>
        (_scope, _database, _provider) = (scope, database, provider);

    public Task<Result<Done>> ExecuteAsync(Guid personId, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return MemberChanges.RemoveAsync(_database, _provider, personId, cancellationToken);
    }
}
