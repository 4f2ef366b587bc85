using System.Net;
using System.Text.Json;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

/// <summary>Every operator against the same people read unfiltered and filtered here.</summary>
public sealed class FilterTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private static readonly string[] Fields = ["eeid", "status", "hireDate", "terminationDate", "employmentStatus"];

    public static TheoryData<string, Func<Row, bool>> Filters => new()
    {
        { "status eq 'Active'", row => row.Status == "Active" },
        { "status ne 'Active'", row => row.Status != "Active" },
        { "hireDate ge 2025-06-01", row => After(row.Hired, "2025-06-01") >= 0 },
        { "hireDate gt '2025-06-01' and hireDate lt '2026-06-01'", row => After(row.Hired, "2025-06-01") > 0 && After(row.Hired, "2026-06-01") < 0 },
        { "terminationDate le '2026-11-23'", row => row.Left is not null && After(row.Left, "2026-11-23") <= 0 },
        { "terminationDate eq null", row => row.Left is null },
        { "terminationDate ne null", row => row.Left is not null },
        { "status in ('Active','Inactive')", _ => true },
        { "employmentStatus in ('Contractor', 'Part-Time')", row => row.Label is "Contractor" or "Part-Time" },
        { "eeid le 20", row => row.Id <= 20 },
        { "eeid lt 9", row => row.Id < 9 },
        { "status eq 'Inactive' and hireDate ge '2025-01-01' or eeid eq 3", row => row.Status == "Inactive" && After(row.Hired, "2025-01-01") >= 0 || row.Id == 3 },
        { "status eq 'Inactive' and (hireDate ge '2025-01-01' or eeid eq 3)", row => row.Status == "Inactive" && (After(row.Hired, "2025-01-01") >= 0 || row.Id == 3) },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_Expression_KeepsExactlyTheMatchingPeople(string filter, Func<Row, bool> expected)
    {
        using var caller = fixture.Call();
        var everybody = (await caller.DrainAsync(Fields)).ConvertAll(Row.Of);
        var wanted = everybody.Where(expected).Select(row => row.Id).ToList();
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted, (await caller.DrainAsync(Fields, filter)).Select(row => Row.Of(row).Id));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status eq")]
    [InlineData("status eq Active")]
    [InlineData("status eq 'Active")]
    [InlineData("status eq 'Active' and")]
    [InlineData("(status eq 'Active'")]
    [InlineData("status in ()")]
    [InlineData("nonsense eq 'x'")]
    [InlineData("ssn eq 'x'")]
    [InlineData("status eq 'Active' ; drop")]
    public async Task Filter_NotUnderstood_Is422(string filter)
    {
        using var caller = fixture.Call();
        using var response = await caller.QueryAsync(new { fields = Fields, filter });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Filter_QuoteInText_IsWrittenTwice()
    {
        using var caller = fixture.Call();
        Assert.Empty(await caller.DrainAsync(Fields, "employmentStatus eq 'O''Brien''s choice'"));
    }

    [Fact]
    public async Task Filter_DatesRejected_Is400ForDatesOnly()
    {
        using var caller = fixture.CallWith(MagicKeys.DateFilterRejected);
        using var dated = await caller.QueryAsync(new { fields = Fields, filter = "hireDate ge '2026-01-01'" });
        using var plain = await caller.QueryAsync(new { fields = Fields, filter = "status eq 'Active'" });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (dated.StatusCode, plain.StatusCode));
    }

    [Fact]
    public async Task Filter_AllRejected_Is422UnlessThereIsNone()
    {
        using var caller = fixture.CallWith(MagicKeys.FilterRejected);
        using var filtered = await caller.QueryAsync(new { fields = Fields, filter = "status eq 'Active'" });
        using var unfiltered = await caller.QueryAsync(new { fields = Fields, filter = (string?)null });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (filtered.StatusCode, unfiltered.StatusCode));
    }

    private static int After(string? date, string other) => string.CompareOrdinal(date, other);

    public sealed record Row(int Id, string? Status, string? Hired, string? Left, string? Label)
    {
        internal static Row Of(JsonElement row) => new(int.Parse(row.GetProperty("eeid").GetString()!), row.GetProperty("status").GetString(),
            row.GetProperty("hireDate").GetString(), row.GetProperty("terminationDate").GetString(), row.GetProperty("employmentStatus").GetString());
    }
}
