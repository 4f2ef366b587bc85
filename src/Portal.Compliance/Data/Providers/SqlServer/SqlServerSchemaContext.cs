using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data.Providers.SqlServer;

internal sealed class SqlServerSchemaContext(DbContextOptions<SqlServerSchemaContext> options) : SchemaDbContext(options)
{
    /// <summary>Compares and sorts text by its code units, as SQLite does: an id that differs in case is another id on every engine.</summary>
    private const string Collation = "Latin1_General_100_BIN2";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(Collation);
        configurationBuilder.Properties<Enum>().UseCollation(Collation);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        TableTriggers.DeclareForSqlServer(modelBuilder);
    }
}

/// <summary>For <c>dotnet ef</c> only: migrations never open this database.</summary>
internal sealed class SqlServerSchemaFactory : IDesignTimeDbContextFactory<SqlServerSchemaContext>
{
    public SqlServerSchemaContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerSchemaContext>().UseSqlServer("Server=design-time").Options);
}
