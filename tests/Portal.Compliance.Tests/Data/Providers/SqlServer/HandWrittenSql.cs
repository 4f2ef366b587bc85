using System.Reflection;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.SqlServerCapture;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>SQL that the portal sends past EF Core's pipeline, where no twin sees it. Everything that builds a command itself is listed here.</summary>
internal static class HandWrittenSql
{
    private static readonly MethodInfo OfRow = typeof(HandWrittenSql).GetMethod(nameof(TakeInserts), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static async Task CaptureAsync(TestDatabase database)
    {
        await using var rows = database.Rows(database.Acme);
        await using var twin = (PortalDbContext)SqlServerTwin.Make(rows);
        await using var bulk = new BulkWriter(twin);
        foreach (var type in twin.Model.GetEntityTypes())
        {
            OfRow.MakeGenericMethod(type.ClrType).Invoke(null, [bulk]);
        }

        await using var lookup = new EvidenceLookup(twin);
        SqlServerTwin.Take(CapturedCommand.Of(lookup.Draft()));
        await CoverageAsync(twin);
        // No row answers, so the lock is taken the way it is before the first entry.
        await AuditHeadLock.TakeAsync(twin, CancellationToken.None);
        // The answer is empty, which a query for one value does not expect; by then it has been captured.
        await Assert.ThrowsAsync<InvalidOperationException>(() => DatabaseTime.NowAsync(twin.Database, database.Clock, CancellationToken.None));
    }

    /// <summary>Compiled queries: EF Core translates them, but past the provider that hands queries to twins.</summary>
    private static async Task CoverageAsync(PortalDbContext twin)
    {
        var queries = CoverageQueries.For(twin);
        Assert.Empty(await queries.Rules(twin).ToListAsync());
        Assert.Empty(await queries.Sources(twin).ToListAsync());
        Assert.Empty(await queries.Newest(["a", "b"])(twin, "a", TestDatabase.Start, TestDatabase.Start, true).ToListAsync());
    }

    private static void TakeInserts<T>(BulkWriter bulk)
        where T : class, ITenantOwned
    {
        SqlServerTwin.Take(CapturedCommand.Of(bulk.Draft<T>(onlyMissing: false)));
        SqlServerTwin.Take(CapturedCommand.Of(bulk.Draft<T>(onlyMissing: true)));
    }
}
