using Microsoft.EntityFrameworkCore;

namespace Portal.Compliance.Data;

/// <summary>
/// The whole schema, for migrations and nothing else: both models together, so that tenant tables can refer to organizations.
/// One subclass a provider, each with its own migrations folder. Never used to read or write rows.
/// </summary>
internal abstract class SchemaDbContext(DbContextOptions options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => ModelConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        DirectoryModel.Configure(modelBuilder);
        TenantModel.Configure(modelBuilder);
        TenantModel.ReferToOrganizations(modelBuilder);
    }
}
