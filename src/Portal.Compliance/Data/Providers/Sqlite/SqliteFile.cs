using Microsoft.Data.Sqlite;

namespace Portal.Compliance.Data.Providers.Sqlite;

/// <summary>What has to hold about the file itself while its schema changes.</summary>
internal static class SqliteFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Waits until no other process migrates this file. The operating system lets go of the lock when a process dies, which a row
    /// in a table does not.
    /// </summary>
    /// <exception cref="TimeoutException">Another process has been migrating for a minute.</exception>
    public static async Task<IDisposable> LockAsync(string connectionString, CancellationToken cancellationToken)
    {
        var path = PathOf(connectionString);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (IOException e)
            {
                throw new TimeoutException($"Another process has been migrating {path} for {Patience.TotalSeconds:0} seconds. Stop it, then start again.", e);
            }
        }
    }

    /// <summary>
    /// EF Core marks a running migration by a row and waits for ever while it is there; a process that was killed leaves it behind.
    /// Only call it while holding <see cref="LockAsync"/>, which proves that nobody is migrating.
    /// </summary>
    public static async Task ForgetAbandonedMigrationAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'";
        if (await command.ExecuteScalarAsync(cancellationToken) is > 0L)
        {
            command.CommandText = "DELETE FROM \"__EFMigrationsLock\"";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Folds the log into the file and waits until both are on the disk.</summary>
    public static async Task SyncAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = SqlitePragmas.Sql + "PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The file and its log are gone; what is opened next is a new database.</summary>
    public static void Delete(string connectionString)
    {
        SqliteConnection.ClearAllPools();
        var path = PathOf(connectionString);
        foreach (var part in new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(part);
        }
    }

    private static string PathOf(string connectionString) => Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
}
