using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Portal.Platform.Tests;

/// <summary>A real SQLite file with the platform's tables and nothing else.</summary>
public sealed class PlatformDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-platform-").FullName;

    public PlatformDatabase()
    {
        using var db = Open();
        db.Database.EnsureCreated();
    }

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "platform.db"), Pooling = false }.ToString();

    public DbContext Open() => new PlatformContext(new DbContextOptionsBuilder<PlatformContext>().UseSqlite(ConnectionString).Options);

    /// <summary>What somebody with a hand on the file can do.</summary>
    public int Tamper(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; " + sql;
        return command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class PlatformContext(DbContextOptions<PlatformContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => PlatformModel.Configure(modelBuilder);

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
