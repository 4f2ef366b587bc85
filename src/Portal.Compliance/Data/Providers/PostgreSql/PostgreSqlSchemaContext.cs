using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Portal.Compliance.Data.Providers.PostgreSql;

internal sealed class PostgreSqlSchemaContext(DbContextOptions<PostgreSqlSchemaContext> options) : SchemaDbContext(options)
{
    /// <summary>Compares and sorts text by its bytes, as SQLite does, whatever locale the database was made with.</summary>
    private const string Collation = "C";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(Collation);
        configurationBuilder.Properties<Enum>().UseCollation(Collation);
    }
}

/// <summary>For <c>dotnet ef</c> only: migrations never open this database.</summary>
internal sealed class PostgreSqlSchemaFactory : IDesignTimeDbContextFactory<PostgreSqlSchemaContext>
{
    public PostgreSqlSchemaContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlSchemaContext>().UseNpgsql("Host=design-time").Options);
}
