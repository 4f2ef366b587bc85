using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// The directory inside a tenant's transaction: an organization, its first member and its keys come into being together or not at all.
/// </summary>
internal static class JoinedDirectory
{
    /// <summary>Save it before the work is committed; dispose it before the work. It neither commits nor closes anything.</summary>
    public static async Task<DirectoryDbContext> OpenAsync(TenantWork work, DatabaseEngine engine, CancellationToken cancellationToken)
    {
        var database = work.Db.Database;
        var builder = new DbContextOptionsBuilder<DirectoryDbContext>();
        builder = engine switch
        {
            DatabaseEngine.Sqlite => builder.UseSqlite(database.GetDbConnection()),
            DatabaseEngine.SqlServer => builder.UseSqlServer(database.GetDbConnection()),
            _ => throw new InvalidOperationException($"Database:Engine '{engine}' is not known. Use Sqlite or SqlServer."),
        };
        var directory = new DirectoryDbContext(builder.Options);
        await directory.Database.UseTransactionAsync(database.CurrentTransaction!.GetDbTransaction(), cancellationToken);
        return directory;
    }
}
