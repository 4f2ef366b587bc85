using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.SqlServerCapture;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>The twin itself: that it sees what it should, and that it is not kind.</summary>
public sealed class SqlServerTwinTests
{
    [Fact]
    public async Task Query_ThatOnlySqliteTranslates_FailsTheTestThatAskedIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var rows = database.Rows(database.Acme);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => rows.Set<Connection>().Where(c => EF.Functions.Glob(c.Name, "A*")).ToListAsync());
        Assert.StartsWith("This works on SQLite, but not on SQL Server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_WithAPartFromAVariable_IsCapturedWholeAndFiltered()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var rows = database.Rows(database.Acme);
        var revoked = rows.Set<Connection>().Where(c => c.State == ConnectionState.Revoked);
        await rows.Set<EvidenceRecord>().Where(e => revoked.Any(c => c.Id == e.ConnectionId) && rows.Set<ConnectorRun>().Any(r => r.Id == e.FirstRunId))
            .CountAsync(e => e.Subject == "twin");
        var command = Assert.Single(SqlServerTwin.Captured, c => c.Text.Contains("N'twin'", StringComparison.Ordinal));
        Assert.Equal(3, command.Text.Split("[OrganizationId] = @ef_filter__OrganizationId").Length - 1);
        Assert.Contains("FROM [Connections]", command.Text, StringComparison.Ordinal);
        Assert.Contains("FROM [ConnectorRuns]", command.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OfATableWithTriggers_AsksForTheRowCountAndNotForOutput()
    {
        await using var database = await TestDatabase.CreateAsync();
        await SampleOrganization.FillAsync(database, database.Globex);
        var inserts = SqlServerTwin.Captured.Where(c => c.Text.Contains("INSERT INTO [", StringComparison.Ordinal)).ToList();
        Assert.Contains(inserts, c => c.Text.Contains("[Evidence]", StringComparison.Ordinal));
        Assert.All(inserts, c => Assert.DoesNotContain("OUTPUT", c.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Save_OfATextLongerThanItsColumn_FailsTheTestThatSavedIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var rows = database.Rows(database.Acme);
        rows.Add(new Compliance.Frameworks.FrameworkAdoption
        {
            OrganizationId = rows.OrganizationId,
            Id = Guid.NewGuid(),
            Framework = new string('f', 201),
            EffectiveFrom = TestDatabase.Start,
        });
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => rows.SaveChangesAsync());
        Assert.EndsWith("FrameworkAdoption.Framework holds at most 200, not 201.", refused.Message, StringComparison.Ordinal);
    }
}
