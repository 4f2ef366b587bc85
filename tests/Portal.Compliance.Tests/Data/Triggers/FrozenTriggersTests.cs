using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>The migrations make exactly the triggers that the model asks for, word by word.</summary>
public sealed class FrozenTriggersTests
{
    /// <summary>Set by tools/reset-initial-migration.sh: writes the SQL instead of comparing it. Only while Initial may still change.</summary>
    private const string WriteVariable = "PORTAL_WRITE_FROZEN_SQL";

    [Theory]
    [InlineData(DatabaseEngine.Sqlite, "Data Source=never-opened.db", "CREATE TRIGGER \"")]
    [InlineData(DatabaseEngine.SqlServer, "Server=never-opened;Database=Portal", "CREATE TRIGGER [")]
    [InlineData(DatabaseEngine.PostgreSql, "Host=never-opened;Database=portal", "CREATE TRIGGER \"")]
    public void Migrations_OfEveryProvider_MakeTheTriggersTheModelAsksFor(DatabaseEngine engine, string connectionString, string begin)
    {
        using var schema = new DatabaseProvider(new() { Engine = engine, ConnectionString = connectionString }).OpenSchema();
        var expected = Expected(schema.GetService<IDesignTimeModel>().Model, engine);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllText(FrozenFile(engine), string.Join(engine == DatabaseEngine.SqlServer ? "GO\n\n" : "\n", Functions(engine).Values.Concat(expected.Values)));
            return;
        }

        var script = Unwrapped(schema.GetService<IMigrator>().GenerateScript().ReplaceLineEndings("\n"), engine);
        foreach (var (name, sql) in Functions(engine).Concat(expected))
        {
            Assert.True(script.Contains(sql.TrimEnd(), StringComparison.Ordinal), $"No {engine} migration makes {name}. Before the first release run tools/reset-initial-migration.sh; afterwards add a migration with:\n{sql}");
        }

        Assert.Equal(expected.Count, script.Split(begin).Length - 1);
    }

    /// <summary>What the triggers call, where they cannot say it themselves; made before them.</summary>
    private static IReadOnlyDictionary<string, string> Functions(DatabaseEngine engine) =>
        engine == DatabaseEngine.PostgreSql ? PostgreSqlTriggerSql.Functions : new Dictionary<string, string>();

    private static SortedDictionary<string, string> Expected(IModel model, DatabaseEngine engine)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entity in model.GetEntityTypes())
        {
            foreach (var guard in TableTriggers.Of(entity, engine))
            {
                expected.Add(TableTriggers.Name(entity, guard), Write(entity, guard, engine));
            }
        }

        return expected;
    }

    private static string Write(IReadOnlyEntityType entity, TableGuard guard, DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => SqliteTriggerSql.Write(entity, guard),
        DatabaseEngine.SqlServer => SqlServerTriggerSql.Write(entity, guard),
        DatabaseEngine.PostgreSql => PostgreSqlTriggerSql.Write(entity, guard),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
    };

    /// <summary>On SQL Server each trigger travels inside EXEC(N'…'), with its quotes doubled.</summary>
    private static string Unwrapped(string script, DatabaseEngine engine) =>
        engine == DatabaseEngine.SqlServer ? script.Replace("''", "'", StringComparison.Ordinal) : script;

    private static string FrozenFile(DatabaseEngine engine, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(here)!, $"../../../../src/Portal.Compliance/Data/Providers/{engine}/Migrations/Sql/Triggers.sql"));
}
