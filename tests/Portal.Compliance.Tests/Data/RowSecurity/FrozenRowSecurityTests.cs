using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Tests.Data.RowSecurity;

/// <summary>The migrations of the servers put row-level security on every table that an organization owns.</summary>
public sealed class FrozenRowSecurityTests
{
    /// <summary>As for triggers: set by tools/reset-initial-migration.sh, only while Initial may still change.</summary>
    private const string WriteVariable = "PORTAL_WRITE_FROZEN_SQL";

    [Theory]
    [InlineData(DatabaseEngine.SqlServer, "Server=never-opened;Database=Portal")]
    [InlineData(DatabaseEngine.PostgreSql, "Host=never-opened;Database=portal")]
    public void Migrations_OfEveryServer_SecureEveryTableOfAnOrganization(DatabaseEngine engine, string connectionString)
    {
        using var schema = new DatabaseProvider(new() { Engine = engine, ConnectionString = connectionString }).OpenSchema();
        var tables = schema.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal).ToList();
        var expected = RowSecuritySql.Write(tables, engine);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllText(FrozenFile(engine), expected);
            return;
        }

        Assert.True(tables.Count >= 20, $"Only {tables.Count} tables.");
        var script = schema.GetService<IMigrator>().GenerateScript().ReplaceLineEndings("\n").Replace("''", "'", StringComparison.Ordinal);
        foreach (var statement in expected.Replace("''", "'", StringComparison.Ordinal).Split(engine == DatabaseEngine.SqlServer ? "\nGO\n" : "\n\n", StringSplitOptions.TrimEntries))
        {
            Assert.True(script.Contains(statement, StringComparison.Ordinal), $"No {engine} migration secures this. Before the first release run tools/reset-initial-migration.sh; afterwards add a migration with:\n{statement}");
        }
    }

    private static string FrozenFile(DatabaseEngine engine, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(here)!, $"../../../../src/Portal.Compliance/Data/Providers/{engine}/Migrations/Sql/RowSecurity.sql"));
}
