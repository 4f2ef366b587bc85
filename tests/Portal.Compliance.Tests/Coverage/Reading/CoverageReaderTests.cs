using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Tests.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Compliance.Tests.Coverage.Reading;

public sealed class CoverageReaderTests
{
    private static readonly DateTimeOffset Start = TestDatabase.Start;

    [Theory, EveryEngine]
    public async Task AtAsync_AnyInstant_AnswersLikeTheWholeHistory(DatabaseEngine engine)
    {
        await using var database = await FrameworkWorld.CreateAsync(engine);
        await using var acme = database.Enter(database.Acme);
        var random = new Random(20260302);
        var first = await database.AddConnectionAsync(database.Acme, Start.AddDays(-20));
        var second = await database.AddConnectionAsync(database.Acme, Start.AddDays(-9), revokedAt: Start.AddDays(-3));
        foreach (var framework in FrameworkCatalog.Shipped.Frameworks)
        {
            await acme.Get<AdoptFramework>().ExecuteAsync(framework.Id);
        }

        await BackdateAsync(database, Start.AddDays(-20));
        foreach (var (connection, from, to) in new[] { (first, -20, 0), (second, -9, -3) })
        {
            for (var at = Start.AddDays(from).AddHours(1); at < Start.AddDays(to); at = at.AddHours(random.Next(6, 60)))
            {
                await database.AddRunAsync(
                    database.Acme, connection, at, FrameworkWorld.AllSatisfied().ToDictionary(k => k.Key, _ => Some(random)), accepted: random.Next(5) > 0);
            }
        }

        await using var db = database.Rows(database.Acme);
        var reader = acme.Get<CoverageReader>();
        var kinds = reader.Shipped.Kinds.Select(k => k.Kind).ToList();
        var whole = (await reader.DuringAsync(db, kinds, Start.AddDays(-40), Start, CancellationToken.None)).Calculator;
        var instants = Enumerable.Range(0, 60).Select(_ => Start.AddMinutes(-random.Next(21 * 24 * 60))).ToList();

        var seeked = (await reader.AtAsync(db, instants, CancellationToken.None)).Calculator;

        Assert.All(instants, i => Assert.Equal(States(whole, i), States(seeked, i)));
        Assert.True(instants.Select(i => States(whole, i)).Distinct().Count() > 5);
    }

    [Fact]
    public async Task AtAsync_TwoOrganizations_ReadsOnlyItsOwn()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var globex = database.Enter(database.Globex);
        var connection = await database.AddConnectionAsync(database.Acme, Start.AddDays(-2));
        await database.AddRunAsync(database.Acme, connection, Start.AddDays(-1), FrameworkWorld.AllSatisfied());

        // Translated for one organization first: what it stands in is asked of each context anew.
        await using (var own = database.Rows(database.Acme))
        {
            Assert.NotEmpty((await globex.Get<CoverageReader>().AtAsync(own, [Start], CancellationToken.None)).Facts.Observations);
        }

        await using var db = database.Rows(database.Globex);
        var reading = await globex.Get<CoverageReader>().AtAsync(db, [Start], CancellationToken.None);

        Assert.Empty(reading.Sources);
        Assert.Empty(reading.Facts.Observations);
    }

    [Fact]
    public async Task Newest_OnSqlite_SearchesTheIndexDownToTheInstant()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var db = database.Rows(database.Acme);
        var newest = CoverageQueries.NewestOf([FrameworkWorld.Leavers, FrameworkWorld.Active]).Compile();

        var plan = await PlanAsync(db, newest(db, "bamboohr", Start, Start.AddDays(-7), true));

        var seeks = plan.Where(line => line.Contains("IX_Observations_", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, seeks.Count);
        Assert.EndsWith("(OrganizationId=? AND ConnectionId=? AND Kind=? AND Accepted=? AND AsOf<?)", seeks[0]);
        Assert.EndsWith("(OrganizationId=? AND ConnectionId=? AND Kind=? AND Accepted=? AND AsOf=?)", seeks[1]);
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN o", StringComparison.Ordinal) || line.StartsWith("SCAN c", StringComparison.Ordinal));
    }

    /// <summary>
    /// What PostgreSQL touches, and not how it words its plan: for each kind and instant the newest instant in the index, and its rows.
    /// </summary>
    [Fact]
    public async Task Newest_OnPostgreSql_ReadsItsAnswerAndNotTheHistory()
    {
        await using var database = await HourlyAsync(hours: 10_000);
        await using var db = database.Rows(database.Acme);
        string[] kinds = [.. FrameworkWorld.AllSatisfied().Keys];
        var newest = CoverageQueries.NewestOf(kinds).Compile();

        var (found, touched) = await TouchedAsync(db, newest(db, "bamboohr", Start, Start.AddDays(-7), true), "Observations");

        Assert.Equal(2 * kinds.Length, found);
        // Each newest instant, and its row.
        Assert.Equal(2 * found, touched);
    }

    /// <summary>What both instants see comes once, however many instants are asked about together.</summary>
    [Theory, EveryEngine]
    public async Task AtAsync_SeveralInstantsSeeingTheSame_BringsEachObservationOnce(DatabaseEngine engine)
    {
        await using var database = await FrameworkWorld.CreateAsync(engine);
        await using var acme = database.Enter(database.Acme);
        var connection = await database.AddConnectionAsync(database.Acme, Start.AddDays(-9));
        await database.AddRunAsync(database.Acme, connection, Start.AddDays(-8), FrameworkWorld.AllSatisfied());
        await database.AddRunAsync(database.Acme, connection, Start.AddDays(-1), FrameworkWorld.AllSatisfied());
        await using var db = database.Rows(database.Acme);

        var reading = await acme.Get<CoverageReader>().AtAsync(
            db, [Start.AddDays(-3), Start, Start.AddDays(-4), Start.AddDays(-5), Start.AddDays(-2), Start], CancellationToken.None);

        var instants = reading.Facts.Observations.GroupBy(o => o.AsOf).OrderBy(g => g.Key).ToList();
        Assert.Equal([Start.AddDays(-8), Start.AddDays(-1)], instants.Select(g => g.Key));
        Assert.All(instants, g => Assert.Equal(FrameworkWorld.AllSatisfied().Keys.Order(), g.Select(o => o.Kind).Order()));
    }

    [Fact]
    public async Task Accepted_OnSqlite_SearchesTheIndexDownToTheInstant()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var db = database.Rows(database.Acme);

        var plan = await PlanAsync(db, NewestObservations.Accepted(db, [FrameworkWorld.Leavers], [Guid.NewGuid()], Start.AddDays(-7), Start));

        Assert.EndsWith("(OrganizationId=? AND ConnectionId=? AND Kind=? AND Accepted=? AND AsOf>? AND AsOf<?)", Assert.Single(plan));
    }

    [Fact]
    public async Task Accepted_OnPostgreSql_ReadsThePeriodAndNotTheHistory()
    {
        await using var database = await HourlyAsync(hours: 10_000);
        await using var db = database.Rows(database.Acme);
        List<string> kinds = [.. FrameworkWorld.AllSatisfied().Keys];

        var (found, touched) = await TouchedAsync(db, NewestObservations.Accepted(db, kinds, [await db.Set<Connection>().Select(c => c.Id).SingleAsync()], Start.AddDays(-7), Start), "Observations");

        Assert.Equal(7 * 24 * kinds.Count, found);
        Assert.Equal(found, touched);
    }

    private static EvidenceResult Some(Random random) =>
        random.Next(3) > 0 ? EvidenceResult.Satisfied : Enum.GetValues<EvidenceResult>()[random.Next(4)];

    private static string States(Portal.Compliance.Coverage.Calculation.CoverageCalculator calculator, DateTimeOffset at) =>
        JsonSerializer.Serialize(calculator.At(at).Controls.Where(c => c.Requirements.Count > 0)
            .Select(c => new { c.Control, c.State, Kinds = c.Requirements.Select(r => new { r.Kind, r.State, r.Deciding?.AsOf, r.Deciding?.ConnectionId }) }));

    private static async Task BackdateAsync(TestDatabase database, DateTimeOffset to)
    {
        await using var rows = database.Rows(database.Acme);
        await rows.Set<FrameworkAdoption>().ExecuteUpdateAsync(u => u.SetProperty(a => a.EffectiveFrom, to));
        await rows.Set<Requirement>().ExecuteUpdateAsync(u => u.SetProperty(r => r.EffectiveFrom, to));
    }

    /// <summary>PostgreSQL, and one connection of Acme's that observed every kind at each of the last hours.</summary>
    private static async Task<TestDatabase> HourlyAsync(int hours)
    {
        Assert.SkipWhen(PostgreSqlServer.Missing is not null, PostgreSqlServer.Missing ?? "");
        var database = await FrameworkWorld.CreateAsync(DatabaseEngine.PostgreSql);
        var connection = await database.AddConnectionAsync(database.Acme, Start.AddDays(-2));
        await database.AddRunAsync(database.Acme, connection, Start, FrameworkWorld.AllSatisfied());
        await using (var db = database.Rows(database.Acme))
        {
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "Observations" ("OrganizationId", "Id", "EvidenceId", "ConnectionId", "Kind", "RunId", "AsOf", "Accepted", "Result", "ReasonCode", "ProvenanceJson")
                SELECT "OrganizationId", gen_random_uuid(), "EvidenceId", "ConnectionId", "Kind", "RunId", "AsOf" - hour * {TimeSpan.TicksPerHour}, "Accepted", "Result", "ReasonCode", "ProvenanceJson"
                FROM "Observations", generate_series(1, {hours}) AS hour
                """);
        }

        await using var owner = await database.AsOwnerAsync();
        await using var rows = owner.Rows(owner.Acme);
        await rows.Database.ExecuteSqlAsync($"ANALYZE");
        return database;
    }

    /// <returns>How many rows the query found, and how many of the table it looked at for that.</returns>
    private static async Task<(long Found, long Touched)> TouchedAsync(PortalDbContext db, IQueryable query, string table)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + command.CommandText;
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        var root = plan.RootElement[0].GetProperty("Plan");
        return ((long)Number(root, "Actual Rows"), Below(root));

        long Below(JsonElement node) =>
            (node.TryGetProperty("Relation Name", out var name) && name.GetString() == table
                ? (long)((Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter")) * Number(node, "Actual Loops"))
                : 0)
            + (node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(Below) : 0);

        static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
    }

    private static async Task<List<string>> PlanAsync(PortalDbContext db, IQueryable query)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }
}
