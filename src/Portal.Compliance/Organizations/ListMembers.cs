using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>Somebody who belongs to the organization now.</summary>
public sealed record Member(Guid PersonId, string Name, string? Email, Role Role, string Issuer, string Subject, DateTimeOffset Since);

/// <summary>Who may enter the organization, by the name it has for them.</summary>
public sealed class ListMembers
{
    private readonly TenantScope _scope;
    private readonly DirectoryDatabase _directory;

    internal ListMembers(TenantScope scope, DirectoryDatabase directory) => (_scope, _directory) = (scope, directory);

    public async Task<IReadOnlyList<Member>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        await using var db = _directory.Open();
        return await (
            from membership in db.Set<Membership>().AsNoTracking()
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            where membership.OrganizationId == _scope.OrganizationId && membership.RemovedAt == null
            orderby membership.Name, person.Id
            select new Member(person.Id, membership.Name, membership.Email, membership.Role, person.Issuer, person.Subject, membership.CreatedAt))
            .ToListAsync(cancellationToken);
    }
}
