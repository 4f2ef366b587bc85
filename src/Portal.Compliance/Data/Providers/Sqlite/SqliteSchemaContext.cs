using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Portal.Compliance.Data.Providers.Sqlite;

internal sealed class SqliteSchemaContext(DbContextOptions<SqliteSchemaContext> options) : SchemaDbContext(options);

/// <summary>For <c>dotnet ef</c> only: migrations never open this database.</summary>
internal sealed class SqliteSchemaFactory : IDesignTimeDbContextFactory<SqliteSchemaContext>
{
    public SqliteSchemaContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteSchemaContext>().UseSqlite("Data Source=:memory:").Options);
}
