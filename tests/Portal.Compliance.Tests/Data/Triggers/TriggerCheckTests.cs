using System.Text.RegularExpressions;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>What SQL Server's catalogue answers about triggers, and what the start makes of it. The other engines are asked for real.</summary>
public sealed partial class TriggerCheckTests
{
    [Fact]
    public void Compare_WhatTheMigrationsMade_IsNeitherAlteredNorAdded()
    {
        var (altered, added) = TriggerCheck.Compare(DatabaseEngine.SqlServer, Made());
        Assert.Empty(altered);
        Assert.Empty(added);
    }

    [Theory]
    [InlineData("quiet", "Outbox", "CREATE TRIGGER [quiet] ON [Outbox] AFTER INSERT AS DELETE FROM [Outbox];")]
    [InlineData("off", "Outbox", "switched off CREATE TRIGGER [off] ON [Outbox] AFTER INSERT AS DELETE FROM [Outbox];")]
    [InlineData("compiled", "Outbox", "")]
    [InlineData("watch", "the database", "CREATE TRIGGER [watch] ON DATABASE FOR DROP_TABLE AS ROLLBACK;")]
    public void Compare_SomethingNobodyMade_IsNamed(string name, string on, string sql)
    {
        var (altered, added) = TriggerCheck.Compare(DatabaseEngine.SqlServer, [.. Made(), new(name, on, sql)]);
        Assert.Empty(altered);
        Assert.Equal([$"{name} on {on}"], added);
    }

    [Fact]
    public void Compare_OneOfOursSwitchedOffOrCommentedOut_IsAltered()
    {
        Func<string, string>[] changes = [sql => "switched off " + sql, sql => sql.Replace("SET NOCOUNT ON;\n", "-- SET NOCOUNT ON; ", StringComparison.Ordinal)];
        foreach (var change in changes)
        {
            var (altered, added) = TriggerCheck.Compare(DatabaseEngine.SqlServer, [.. Made().Select(t => t.Name == "TR_Evidence_NoDelete" ? t with { Sql = change(t.Sql) } : t)]);
            Assert.Equal(["TR_Evidence_NoDelete"], altered);
            Assert.Empty(added);
        }
    }

    /// <summary>As sys.sql_modules keeps them: the batch as it was sent.</summary>
    private static List<TriggerRow> Made()
    {
        var made = FrozenSql.All(DatabaseEngine.SqlServer).SelectMany(FrozenSql.Batches).Select(sql => (Sql: sql, Header: Header().Match(sql))).Where(t => t.Header.Success)
            .Select(t => new TriggerRow(t.Header.Groups["name"].Value, t.Header.Groups["on"].Value, t.Sql)).ToList();
        Assert.True(made.Count > 50, $"Only {made.Count} triggers.");
        return made;
    }

    [GeneratedRegex(@"^CREATE TRIGGER \[(?<name>\w+)\] ON \[(?<on>\w+)\]")]
    private static partial Regex Header();
}
