using Microsoft.EntityFrameworkCore;

namespace Portal.Compliance.Data;

/// <summary>
/// Opens directory contexts, one per operation. What is read through them (people, memberships, organization names) belongs to no
/// organization; everything else goes through the tenant's own context.
/// </summary>
internal sealed class DirectoryDatabase(DbContextOptions<DirectoryDbContext> options)
{
    public DirectoryDbContext Open() => new(options);
}
