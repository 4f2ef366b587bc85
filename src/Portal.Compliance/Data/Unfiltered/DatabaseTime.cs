using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// What time leases go by: on a server the server's own clock, so that machines whose clocks differ agree; on SQLite, where there is one
/// machine, the system's. Never product time, which the demo can move.
/// </summary>
internal static class DatabaseTime
{
    public static async Task<DateTimeOffset> NowAsync(DatabaseFacade database, TimeProvider system, CancellationToken cancellationToken) =>
        Sql(database) is { } sql
            ? new DateTimeOffset(await database.SqlQueryRaw<DateTime>(sql).SingleAsync(cancellationToken), TimeSpan.Zero)
            : system.GetUtcNow();

    /// <summary>Of the statement, not of the transaction: that may have waited for a lock.</summary>
    private static string? Sql(DatabaseFacade database) =>
        database.IsSqlServer() ? "SELECT SYSUTCDATETIME() AS [Value]"
        : database.IsNpgsql() ? "SELECT clock_timestamp() AS \"Value\""
        : null;
}
