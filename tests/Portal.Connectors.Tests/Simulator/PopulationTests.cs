using Microsoft.Extensions.Time.Testing;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class PopulationTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(SimulatorFixture.Start.Date);

    [Theory]
    [InlineData(Companies.Empty, 0)]
    [InlineData(Companies.Acme, 200)]
    [InlineData(Companies.BigCo, 5_000)]
    public void Company_WithoutVacancies_HasExactlyItsHeadcountEveryDay(string company, int headcount)
    {
        for (var day = Today.AddDays(-400); day <= Today.AddDays(400); day = day.AddDays(company == Companies.BigCo ? 97 : 1))
        {
            Assert.Equal(headcount, fixture.Server.Control.FactsOf(company, day).Active);
        }
    }

    [Fact]
    public async Task Company_SameSeedAndInstant_GivesTheSameBytesOnAnotherServer()
    {
        Assert.Equal(await ReportAsync(7), await ReportAsync(7));
        Assert.NotEqual(await ReportAsync(7), await ReportAsync(8));

        static async Task<string> ReportAsync(int seed)
        {
            await using var server = await SimulatorServer.StartAsync(new() { Seed = seed, Clock = new FakeTimeProvider(SimulatorFixture.Start) });
            using var caller = new VendorCaller(server, MagicKeys.Good, Companies.Northwind);
            using var response = await caller.ReportAsync(new { fields = new[] { "firstName", "status", "hireDate", "terminationDate" } });
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public void Company_HealthyOne_HiresAndLosesPeopleInEveryQuarterOfThirteenMonths()
    {
        for (var end = Today.AddDays(-395); end <= Today; end = end.AddDays(30))
        {
            var facts = fixture.Server.Control.FactsOf(Companies.Northwind, end);
            Assert.InRange(facts.Active, 190, 210);
            Assert.InRange(facts.Leavers.Count(leaver => leaver.Date > end.AddDays(-90) && leaver.Date <= end && !leaver.StillActive), 4, 30);
            Assert.InRange(facts.NewHires.Count, 4, 40);
        }
    }

    [Theory]
    [InlineData(Companies.Northwind, 0.98, 1.0)]
    [InlineData(Companies.Acme, 0.98, 1.0)]
    [InlineData(Companies.Fabrikam, 0.5, 0.94)]
    [InlineData(Companies.Contoso, 0.5, 0.94)]
    public void Onboarding_ThirteenMonthsBackAndAhead_StaysHealthyOrFailing(string company, double least, double most)
    {
        for (var day = Today.AddDays(-395); day <= Today.AddDays(395); day = day.AddDays(5))
        {
            var hires = fixture.Server.Control.FactsOf(company, day).NewHires.Where(hire => hire.Hired > day.AddDays(-90)).ToList();
            double due = hires.Sum(hire => hire.Due);
            Assert.True(due > 0, $"Nothing due on {day:O}");
            var done = due - hires.Sum(hire => hire.Overdue);
            Assert.True(done / due >= least && done / due <= most, $"{done} of {due} on {day:O}");
        }
    }

    [Fact]
    public void Leaver_OnceTheDateHasPassed_KeepsItEveryDayAfter()
    {
        var dates = new Dictionary<string, DateOnly>();
        for (var day = Today.AddDays(-60); day <= Today; day = day.AddDays(1))
        {
            foreach (var leaver in fixture.Server.Control.FactsOf(Companies.BigCo, day).Leavers.Where(leaver => !leaver.StillActive))
            {
                Assert.Equal(leaver.Date, dates.GetValueOrDefault(leaver.Eeid, leaver.Date));
                dates[leaver.Eeid] = leaver.Date;
            }
        }
    }

    [Fact]
    public async Task Leaver_Announced_IsActiveThroughTheLastDayAndInactiveTheNext()
    {
        var clock = new FakeTimeProvider(SimulatorFixture.Start);
        await using var server = await SimulatorServer.StartAsync(new() { Clock = clock });
        var announced = server.Control.FactsOf(Companies.BigCo).Leavers.First(leaver => leaver.Date > Today.AddDays(3));
        using var caller = new VendorCaller(server, MagicKeys.Good, Companies.BigCo);

        Assert.Equal(("Active", announced.Date.ToString("O")), await LookAsync());
        clock.SetUtcNow(new(announced.Date.ToDateTime(new(23, 59)), TimeSpan.Zero));
        Assert.Equal(("Active", announced.Date.ToString("O")), await LookAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("Inactive", announced.Date.ToString("O")), await LookAsync());

        async Task<(string?, string?)> LookAsync()
        {
            var row = Assert.Single(await caller.DrainAsync(["status", "terminationDate"], $"eeid eq {announced.Eeid}"));
            return (row.GetProperty("status").GetString(), row.GetProperty("terminationDate").GetString());
        }
    }

    [Fact]
    public async Task Day_OfACompany_ChangesInItsOwnZone()
    {
        // 06:59 UTC on the 24th is still the 23rd in Denver.
        var clock = new FakeTimeProvider(new(2026, 11, 24, 6, 59, 0, TimeSpan.Zero));
        await using var server = await SimulatorServer.StartAsync(new() { Clock = clock });
        Assert.Equal(new(2026, 11, 23), server.Control.FactsOf(Companies.Northwind).Day);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new(2026, 11, 24), server.Control.FactsOf(Companies.Northwind).Day);
        Assert.Equal(new(2026, 11, 24), server.Control.FactsOf(Companies.Acme).Day);
    }

    [Fact]
    public async Task FutureHire_OnRecord_IsInactiveWithADateAhead()
    {
        using var caller = fixture.Call(Companies.BigCo);
        var rows = await caller.DrainAsync(["status", "terminationDate"], "hireDate gt '2026-11-23'");
        Assert.Equal(fixture.Server.Control.FactsOf(Companies.BigCo).FutureHires, rows.Count);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal("Inactive", row.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Rehire_KeepsTheEeidAndTheFirstHireDate_AndSomeStillCarryTheOldLeaveDate()
    {
        using var caller = fixture.Call(Companies.BigCo);
        var rehired = (await caller.DrainAsync(["eeid", "hireDate", "originalHireDate", "terminationDate"], "status eq 'Active'"))
            .Where(row => row.GetProperty("hireDate").GetString() != row.GetProperty("originalHireDate").GetString()).ToList();
        Assert.InRange(rehired.Count, 50, 1_000);
        Assert.All(rehired, row => Assert.True(string.CompareOrdinal(row.GetProperty("originalHireDate").GetString(), row.GetProperty("hireDate").GetString()) < 0));
        var carrying = rehired.Count(row => row.GetProperty("terminationDate").GetString() is { } date && string.CompareOrdinal(date, "2026-11-23") <= 0);
        Assert.InRange(carrying, 1, rehired.Count - 1);
    }

    [Fact]
    public async Task DropHeadcount_TakesMoreThanAThirdAwayWithoutALeaver()
    {
        var control = fixture.Server.Control;
        control.SetCompany(new("cliffy", 500));
        using var caller = fixture.Call("cliffy");
        Assert.Equal(500, await ActiveAsync());
        control.DropHeadcount("cliffy");
        Assert.InRange(await ActiveAsync(), 200, 333);
        control.RestoreHeadcount("cliffy");
        Assert.Equal(500, await ActiveAsync());

        async Task<int> ActiveAsync() => (await caller.QueryJsonAsync(new { fields = new[] { "eeid" }, filter = "status eq 'Active'", pageSize = 1 }))
            .GetProperty("meta").GetProperty("totalItems").GetInt32();
    }

    [Fact]
    public void Cliff_OnADate_BeginsOnThatDate()
    {
        var control = fixture.Server.Control;
        control.SetCompany(new("dated-cliff", 500) { CliffOn = Today });
        Assert.Equal(500, control.FactsOf("dated-cliff", Today.AddDays(-1)).Active);
        Assert.InRange(control.FactsOf("dated-cliff", Today).Active, 200, 333);
    }
}
