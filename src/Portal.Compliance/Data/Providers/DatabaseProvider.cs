using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Providers.Sqlite;
using Portal.Compliance.Data.Providers.SqlServer;

namespace Portal.Compliance.Data.Providers;

/// <summary>Turns the configured engine into EF Core options: the one place that knows which provider is in use.</summary>
internal sealed class DatabaseProvider(DatabaseOptions options)
{
    public SqlitePragmas Pragmas { get; } = new();

    public DatabaseEngine Engine => options.Engine;

    public string ConnectionString => options.ConnectionString;

    public DbContextOptions<TContext> Options<TContext>()
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        Use(builder);
        builder.AddInterceptors(TenantGuard.Instance);
        return builder.Options;
    }

    public SchemaDbContext OpenSchema()
    {
        switch (options.Engine)
        {
            case DatabaseEngine.Sqlite:
                var sqlite = new DbContextOptionsBuilder<SqliteSchemaContext>();
                Use(sqlite);
                return new SqliteSchemaContext(sqlite.Options);
            case DatabaseEngine.SqlServer:
                var sqlServer = new DbContextOptionsBuilder<SqlServerSchemaContext>();
                Use(sqlServer);
                return new SqlServerSchemaContext(sqlServer.Options);
            default:
                throw new InvalidOperationException($"Database:Engine '{options.Engine}' is not known. Use Sqlite or SqlServer.");
        }
    }

    private void Use(DbContextOptionsBuilder builder)
    {
        switch (options.Engine)
        {
            case DatabaseEngine.Sqlite:
                builder.UseSqlite(options.ConnectionString).AddInterceptors(Pragmas);
                break;
            case DatabaseEngine.SqlServer:
                builder.UseSqlServer(options.ConnectionString);
                break;
            default:
                throw new InvalidOperationException($"Database:Engine '{options.Engine}' is not known. Use Sqlite or SqlServer.");
        }
    }
}
