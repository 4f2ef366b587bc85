using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data.Providers.PostgreSql;
using Portal.Compliance.Data.Providers.Sqlite;
using Portal.Compliance.Data.Providers.SqlServer;
using Portal.Compliance.Data.RowSecurity;
using Portal.Platform.Scheduling;

namespace Portal.Compliance.Data.Providers;

/// <summary>Turns the configured engine into EF Core options: the one place that knows which provider is in use.</summary>
internal sealed class DatabaseProvider(DatabaseOptions options)
{
    public SqlitePragmas Pragmas { get; } = new();

    public DatabaseEngine Engine => options.Engine;

    public string ConnectionString => options.ConnectionString;

    public bool AllowWithoutRowSecurity => options.AllowWithoutRowSecurity;

    public bool Ledger => options.Ledger;

    public SchedulingStore Scheduling => SchedulingStores.Of(options);

    public DbContextOptions<TContext> Options<TContext>()
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        Use(builder);
        builder.AddInterceptors(TenantGuard.Instance, TenantSession.Instance);
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
            case DatabaseEngine.PostgreSql:
                var postgreSql = new DbContextOptionsBuilder<PostgreSqlSchemaContext>();
                Use(postgreSql);
                return new PostgreSqlSchemaContext(postgreSql.Options);
            default:
                throw new InvalidOperationException($"Database:Engine '{options.Engine}' is not known. Use Sqlite, SqlServer or PostgreSql.");
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
                if (options.Ledger)
                {
                    builder.ReplaceService<IMigrationsSqlGenerator, LedgerSqlGenerator>();
                }

                break;
            case DatabaseEngine.PostgreSql:
                builder.UseNpgsql(options.ConnectionString);
                break;
            default:
                throw new InvalidOperationException($"Database:Engine '{options.Engine}' is not known. Use Sqlite, SqlServer or PostgreSql.");
        }
    }
}
