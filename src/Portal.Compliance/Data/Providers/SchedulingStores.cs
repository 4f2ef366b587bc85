using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using Portal.Platform.Scheduling;

namespace Portal.Compliance.Data.Providers;

/// <summary>Where the schedule lives, by where the rows live.</summary>
internal static class SchedulingStores
{
    /// <summary>SQLite has one writer: triggers live in a file beside the rows, so that firing never waits for a sync, nor a sync for it.</summary>
    public static SchedulingStore Of(DatabaseOptions database) => database.Engine switch
    {
        DatabaseEngine.SqlServer => new(SchedulingEngine.SqlServer, SqlClientFactory.Instance, database.ConnectionString),
        DatabaseEngine.PostgreSql => new(SchedulingEngine.PostgreSql, NpgsqlFactory.Instance, database.ConnectionString),
        _ => new(SchedulingEngine.Sqlite, SqliteFactory.Instance, Beside(database.ConnectionString)),
    };

    private static string Beside(string connectionString)
    {
        var sqlite = new SqliteConnectionStringBuilder(connectionString);
        sqlite.DataSource += ".quartz.db";
        return sqlite.ConnectionString;
    }
}
