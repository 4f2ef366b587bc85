using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data;

/// <summary>
/// The only context without a tenant: people, memberships, organization names, the installation's own log. It maps no
/// tenant-owned table, so nothing a tenant owns can be read through it.
/// </summary>
internal sealed class DirectoryDbContext(DbContextOptions<DirectoryDbContext> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => ModelConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        DirectoryModel.Configure(modelBuilder);
        if (Database.IsSqlServer())
        {
            TableTriggers.DeclareForSqlServer(modelBuilder);
        }
    }
}
