using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;

namespace Portal.Compliance.Tests.Data;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(DatabaseEngine.Sqlite, "Data Source=never-opened.db")]
    [InlineData(DatabaseEngine.SqlServer, "Server=never-opened;Database=Portal")]
    [InlineData(DatabaseEngine.PostgreSql, "Host=never-opened;Database=portal")]
    public void Migrations_OfEveryProvider_SayWhatTheModelSays(DatabaseEngine engine, string connectionString)
    {
        using var schema = new DatabaseProvider(new() { Engine = engine, ConnectionString = connectionString }).OpenSchema();
        Assert.NotEmpty(schema.Database.GetMigrations());
        Assert.False(schema.Database.HasPendingModelChanges(), $"The {engine} migrations lag behind the model: run tools/reset-initial-migration.sh (after the first release: tools/add-migration.sh <Name>).");
    }
}
