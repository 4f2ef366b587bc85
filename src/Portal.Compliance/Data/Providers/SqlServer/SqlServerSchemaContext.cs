using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Portal.Compliance.Data.Providers.SqlServer;

internal sealed class SqlServerSchemaContext(DbContextOptions<SqlServerSchemaContext> options) : SchemaDbContext(options);

/// <summary>For <c>dotnet ef</c> only: migrations never open this database.</summary>
internal sealed class SqlServerSchemaFactory : IDesignTimeDbContextFactory<SqlServerSchemaContext>
{
    public SqlServerSchemaContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerSchemaContext>().UseSqlServer("Server=design-time").Options);
}
