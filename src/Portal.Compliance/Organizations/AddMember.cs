using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>Makes somebody a member: known by issuer and subject, never by e-mail.</summary>
public sealed class AddMember
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DatabaseProvider _provider;
    private readonly ProductClock _clock;

    internal AddMember(TenantScope scope, TenantDatabase database, DatabaseProvider provider, ProductClock clock) =>
        (_scope, _database, _provider, _clock) = (scope, database, provider, clock);

    public Task<Result<Done>> ExecuteAsync(ExternalIdentity identity, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return MemberChanges.AddAsync(_database, _provider, identity, role, _clock, cancellationToken);
    }
}
