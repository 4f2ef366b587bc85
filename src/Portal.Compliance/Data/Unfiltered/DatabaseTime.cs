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
        database.IsSqlServer()
            ? new DateTimeOffset(await database.SqlQueryRaw<DateTime>("SELECT SYSUTCDATETIME() AS [Value]").SingleAsync(cancellationToken), TimeSpan.Zero)
            : system.GetUtcNow();
}
