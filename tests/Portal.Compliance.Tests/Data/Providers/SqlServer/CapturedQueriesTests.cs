using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.SqlServerCapture;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>Runs after every other test, so that it sees what they asked.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AfterAllOthers
{
    public const string Name = "after all others";
}

[Collection(AfterAllOthers.Name)]
public sealed class CapturedQueriesTests
{
    [Fact]
    public async Task Captured_EveryCommandOfThisRun_ResolvesInTheSqlServerSchema()
    {
        await using var database = await TestDatabase.CreateAsync();
        await SampleOrganization.FillAsync(database, database.Acme);
        using var schema = SqlServerSchema.FromMigrations();
        var commands = SqlServerTwin.Captured.OrderBy(c => c.Text, StringComparer.Ordinal).ToList();
        for (var i = 0; i < commands.Count; i++)
        {
            schema.Add(commands[i].AsProcedure($"Captured{i}"));
        }

        Assert.Empty(schema.Faults());
        TestContext.Current.SendDiagnosticMessage("{0} commands resolved.", commands.Count);
    }
}
