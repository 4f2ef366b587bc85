using Portal.Compliance.Data;
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
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;

    internal AddMember(TenantScope scope, TenantDatabase database, DirectoryDatabase directory, ProductClock clock) =>
        (_scope, _database, _directory, _clock) = (scope, database, directory, clock);

    public Task<Result<Done>> ExecuteAsync(ExternalIdentity identity, Role role, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return MemberChanges.AddAsync(_database, _directory, identity, role, _clock, cancellationToken);
    }
}
