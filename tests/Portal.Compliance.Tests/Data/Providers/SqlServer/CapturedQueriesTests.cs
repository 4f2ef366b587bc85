using System.Text.RegularExpressions;
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
public sealed partial class CapturedQueriesTests
{
    [Fact]
    public async Task Captured_EveryCommandOfThisRun_ResolvesInTheSqlServerSchema()
    {
        // Whatever else ran: each table written, each use case asked, each hand-written statement.
        await using var database = await TestDatabase.CreateAsync();
        await SampleOrganization.FillAsync(database, database.Acme);
        await HandWrittenSql.CaptureAsync(database);
        await EveryUseCase.AskAsync();

        using var schema = SqlServerSchema.FromMigrations();
        // Tests that tamper with triggers do so in SQLite's words, others with EF Core's own table; that is no query of the product.
        var commands = SqlServerTwin.Captured.Where(c => !Tampering().IsMatch(c.Text)).OrderBy(c => c.Text, StringComparer.Ordinal).ToList();
        for (var i = 0; i < commands.Count; i++)
        {
            schema.Add(commands[i].AsProcedure($"Captured{i}"));
        }

        var faults = schema.Faults();
        Assert.True(faults.Count == 0, string.Join("\n\n", faults.Select(f => $"{f}\n{Number().Match(f) switch
        {
            { Success: true } m => commands[int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)].Text,
            _ => "",
        }}")));
        TestContext.Current.SendDiagnosticMessage("{0} commands resolved.", commands.Count);
    }

    [GeneratedRegex(@"^\s*(CREATE|DROP)\s+TRIGGER\b|__EFMigrationsHistory", RegexOptions.IgnoreCase)]
    private static partial Regex Tampering();

    [GeneratedRegex(@"\[Captured([0-9]+)\]")]
    private static partial Regex Number();
}
