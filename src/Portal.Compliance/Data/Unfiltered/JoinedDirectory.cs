using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// The directory inside a tenant's transaction: an organization, its first member and its keys come into being together or not at all.
/// </summary>
internal static class JoinedDirectory
{
    /// <summary>Save it before the work is committed; dispose it before the work. It neither commits nor closes anything.</summary>
    public static async Task<DirectoryDbContext> OpenAsync(TenantWork work, DirectoryDatabase directory, CancellationToken cancellationToken)
    {
        var database = work.Db.Database;
        var joined = directory.Open();
        joined.Database.SetDbConnection(database.GetDbConnection(), contextOwnsConnection: false);
        await joined.Database.UseTransactionAsync(database.CurrentTransaction!.GetDbTransaction(), cancellationToken);
        return joined;
    }
}
