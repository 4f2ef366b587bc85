using System.Net;
using System.Text.Json;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class DatasetTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private static readonly string[] Ids = ["eeid"];

    [Fact]
    public async Task Data_BigCompanyDrained_GivesEveryActivePersonOnce()
    {
        using var caller = fixture.Call(Companies.BigCo);
        var rows = await caller.DrainAsync(["eeid", "status"], "status eq 'Active'");
        Assert.Equal(5_000, rows.Select(row => row.GetProperty("eeid").GetString()).Distinct().Count());
        Assert.Equal(5_000, rows.Count);
        Assert.All(rows, row => Assert.Equal("Active", row.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Data_LargestCompany_SaysOneHundredThousandAndItsLastPageIsFull()
    {
        using var caller = fixture.Call(Companies.MegaCorp);
        var answer = await caller.QueryJsonAsync(new { fields = Ids, filter = "status eq 'Active'", page = 100, pageSize = 1000 });
        Assert.Equal("""{"page":100,"pageSize":1000,"totalPages":100,"totalItems":100000}""", answer.GetProperty("meta").GetRawText());
        Assert.Equal(1000, answer.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Data_LastOrOnlyPage_HasAnEmptyListForLinks()
    {
        using var caller = fixture.Call();
        var only = await caller.QueryJsonAsync(new { fields = Ids, pageSize = 1000 });
        Assert.Equal("[]", only.GetProperty("links").GetRawText());
        var first = await caller.QueryJsonAsync(new { fields = Ids, pageSize = 100 });
        Assert.Equal("https://acme.bamboohr.com/api/v2/datasets/employee/data?page=2&pageSize=100", first.GetProperty("links").GetProperty("next").GetString());
    }

    [Fact]
    public async Task Data_EmptyCompany_IsAnEmptyListWithTotalZero()
    {
        using var caller = fixture.Call(Companies.Empty);
        var answer = await caller.QueryJsonAsync(new { fields = Ids });
        Assert.Equal("""{"data":[],"links":[],"meta":{"page":1,"pageSize":100,"totalPages":0,"totalItems":0}}""", answer.GetRawText());
    }

    [Fact]
    public async Task Data_HiddenAndUnknownFields_AreDroppedWithoutAWord()
    {
        using var caller = fixture.CallWith(MagicKeys.LimitedFields);
        var row = Row(await caller.QueryJsonAsync(new { fields = new[] { "eeid", "terminationDate", "status", "ssn", "nonsense" }, pageSize = 1 }));
        Assert.Equal(["eeid", "status"], row.EnumerateObject().Select(property => property.Name));
        Assert.DoesNotContain("terminationDate", await FieldNamesAsync(caller));
    }

    [Fact]
    public async Task Data_NothingVisibleLeft_IsAnEmptyListForTheMap()
    {
        using var caller = fixture.Call();
        Assert.Equal("[]", Row(await caller.QueryJsonAsync(new { fields = new[] { "ssn" }, pageSize = 1 })).GetRawText());
    }

    [Fact]
    public async Task Data_OverPrivilegedKey_SeesPayAndSsnFields()
    {
        using var usual = fixture.Call();
        using var mighty = fixture.CallWith(MagicKeys.OverPrivileged);
        Assert.Equal(["compensationPayRate", "compensationPayType", "ssn", "dateOfBirth", "gender", "homePhone"],
            (await FieldNamesAsync(mighty)).Except(await FieldNamesAsync(usual)));
    }

    [Fact]
    public async Task Data_ScopedKey_MissesPeopleEverywhereAlike()
    {
        using var scoped = fixture.CallWith(MagicKeys.OutOfScope);
        var seen = (await scoped.DrainAsync(Ids)).Select(row => row.GetProperty("eeid").GetString()!).ToHashSet();
        var all = fixture.Server.Control.FactsOf(Companies.Acme).OnRecord;
        Assert.InRange(seen.Count, all * 0.45, all * 0.75);

        var table = await scoped.GetJsonAsync("api/v1/employees/all/tables/employmentStatus");
        Assert.Equal(seen, table.EnumerateArray().Select(row => row.GetProperty("employeeId").GetString()!).ToHashSet());
        using var report = await scoped.ReportAsync(new { fields = new[] { "status" } });
        var reported = JsonDocument.Parse(await report.Content.ReadAsStringAsync()).RootElement.GetProperty("employees");
        Assert.Equal(seen, reported.EnumerateArray().Select(row => row.GetProperty("id").GetString()!).ToHashSet());
    }

    [Theory]
    [InlineData("""{"fields":["eeid"],"pageSize":1001}""", 422, "INVALID_PAGINATION")]
    [InlineData("""{"fields":["eeid"],"page":0}""", 422, "INVALID_PAGINATION")]
    [InlineData("""{"fields":[]}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"fields":"eeid"}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"fields":["eeid"]""", 400, "INVALID_REQUEST")]
    [InlineData("""{"fields":["eeid"],"orderBy":"hireDate asc"}""", 422, "INVALID_ORDER")]
    [InlineData("""{"fields":["eeid"],"filter":"status is 'Active'"}""", 422, "INVALID_FILTER")]
    public async Task Data_RefusedQuery_IsAProblemWithARequestId(string body, int status, string code)
    {
        using var caller = fixture.Call();
        using var response = await caller.SendAsync(new(HttpMethod.Post, "api/v2/datasets/employee/data")
        {
            Content = new StringContent(body),
            Headers = { { "X-Request-ID", "trace-me" } },
        });
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((status, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(["trace-me"], response.Headers.GetValues("X-Request-ID"));
    }

    [Fact]
    public async Task Data_OrderBy_SortsByEveryRule()
    {
        using var caller = fixture.Call();
        var answer = await caller.QueryJsonAsync(new { fields = new[] { "status", "hireDate", "eeid" }, orderBy = "status desc, hireDate asc, eeid asc", pageSize = 1000 });
        var rows = answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("fields"))
            .Select(row => (Status: row.GetProperty("status").GetString(), Hired: row.GetProperty("hireDate").GetString(), Id: int.Parse(row.GetProperty("eeid").GetString()!)))
            .ToList();
        Assert.Equal(rows.OrderByDescending(row => row.Status, StringComparer.Ordinal).ThenBy(row => row.Hired, StringComparer.Ordinal).ThenBy(row => row.Id), rows);
    }

    [Fact]
    public async Task Data_DatasetsMissing_IsNotFoundOnBothEndpoints()
    {
        using var caller = fixture.CallWith(MagicKeys.DatasetsMissing);
        using var fields = await caller.GetAsync("api/v1_2/datasets/employee/fields");
        using var data = await caller.QueryAsync(new { fields = Ids });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound), (fields.StatusCode, data.StatusCode));
        Assert.Equal("application/problem+json", fields.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Data_NextLinkElsewhere_NamesAnotherHost()
    {
        using var caller = fixture.CallWith(MagicKeys.NextLinkElsewhere);
        var answer = await caller.QueryJsonAsync(new { fields = Ids, pageSize = 100 });
        Assert.Equal("elsewhere.example", new Uri(answer.GetProperty("links").GetProperty("next").GetString()!).Host);
    }

    [Theory]
    [InlineData(PageBoundary.Grows, -1)]
    [InlineData(PageBoundary.Shrinks, 1)]
    public async Task Data_ListThatMoves_ShiftsTheSecondPageByOneAndThenStandsStill(PageBoundary boundary, int shift)
    {
        using var still = fixture.Call();
        var all = (await still.DrainAsync(Ids)).Select(Id).ToList();
        using var caller = fixture.CallWith(fixture.Server.Control.IssueKey(new() { Boundary = boundary }));
        var (first, firstTotal) = await PageAsync(caller, 1);
        var (second, secondTotal) = await PageAsync(caller, 2);

        Assert.Equal(secondTotal - shift * -1, firstTotal);
        // Grows: the list without its head, then with it, so that page 2 begins with the last of page 1. Shrinks: the other way round.
        var before = boundary == PageBoundary.Grows ? all[1..] : all;
        var after = boundary == PageBoundary.Grows ? all : all[1..];
        Assert.Equal(before[..100], first);
        Assert.Equal(after[100..200], second);
        Assert.Equal(after[..100], (await PageAsync(caller, 1)).Ids);
    }

    [Fact]
    public async Task Data_NullField_IsVisibleButNullForEverybody()
    {
        fixture.Server.Control.SetCompany(new("nully", 20) { NullFields = new HashSet<string> { "hireDate" } });
        using var caller = fixture.Call("nully");
        var rows = await caller.DrainAsync(["eeid", "hireDate"]);
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("hireDate").ValueKind));
        Assert.Contains("hireDate", await FieldNamesAsync(caller));
    }

    [Fact]
    public async Task Fields_InPages_AreClampedAndAddUp()
    {
        using var caller = fixture.Call();
        var all = await FieldNamesAsync(caller);
        var second = await caller.GetJsonAsync("api/v1_2/datasets/employee/fields?page=2&page_size=10");
        Assert.Equal(all.Skip(10).Take(10), Names(second));
        Assert.Equal(Names(await caller.GetJsonAsync("api/v1_2/datasets/employee/fields?page=3&page_size=10")),
            Names(await caller.GetJsonAsync("api/v1_2/datasets/employee/fields?page=99&page_size=10")));
        Assert.Equal("https://acme.bamboohr.com/api/v1_2/datasets/employee/fields?page=3&page_size=10",
            second.GetProperty("pagination").GetProperty("next_page").GetString());
    }

    [Fact]
    public async Task Handler_InMemory_AnswersByteForByteWhatTheWireAnswers()
    {
        var query = new { fields = new[] { "eeid", "status", "hireDate", "taskName" }, filter = "hireDate ge '2026-01-01'", pageSize = 500 };
        using var wire = fixture.Call();
        using var memory = new VendorCaller(fixture.Server, MagicKeys.Good, inMemory: true);
        using var overTheWire = await wire.QueryAsync(query);
        using var inMemory = await memory.QueryAsync(query);
        Assert.Equal(await overTheWire.Content.ReadAsStringAsync(), await inMemory.Content.ReadAsStringAsync());
        Assert.Equal(overTheWire.Content.Headers.ContentType, inMemory.Content.Headers.ContentType);
        Assert.Equal(overTheWire.Headers.Date, inMemory.Headers.Date);
    }

    [Fact]
    public async Task Handler_InMemory_ResetIsAFailedRequest()
    {
        using var memory = new VendorCaller(fixture.Server, MagicKeys.ResetMidBody, inMemory: true);
        await Assert.ThrowsAsync<HttpRequestException>(() => memory.QueryAsync(new { fields = Ids }));
    }

    private static JsonElement Row(JsonElement answer) => answer.GetProperty("data")[0].GetProperty("fields");

    private static string Id(JsonElement row) => row.GetProperty("eeid").GetString()!;

    private static async Task<List<string>> FieldNamesAsync(VendorCaller caller) => Names(await caller.GetJsonAsync("api/v1_2/datasets/employee/fields"));

    private static List<string> Names(JsonElement answer) => [.. answer.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!)];

    private static async Task<(List<string> Ids, int Total)> PageAsync(VendorCaller caller, int page)
    {
        var answer = await caller.QueryJsonAsync(new { fields = Ids, page, pageSize = 100 });
        return ([.. answer.GetProperty("data").EnumerateArray().Select(row => Id(row.GetProperty("fields")))], answer.GetProperty("meta").GetProperty("totalItems").GetInt32());
    }
}
