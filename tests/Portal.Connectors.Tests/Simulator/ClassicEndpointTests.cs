using System.Net;
using System.Text;
using System.Text.Json;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class ClassicEndpointTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Report_HiddenAndUnknownFields_AreMissingFromTheFieldList()
    {
        using var caller = fixture.CallWith(MagicKeys.LimitedFields);
        using var response = await caller.ReportAsync(new { title = "t", fields = new[] { "status", "terminationDate", "hireDate", "ssn" } });
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["status", "hireDate"], report.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("id").GetString()));
        Assert.Equal(["id", "status", "hireDate"], report.GetProperty("employees")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Report_Dates_ComeAsZerosEmptyTextAndNullWhenThereIsNone()
    {
        using var caller = fixture.Call();
        using var response = await caller.ReportAsync(new { fields = new[] { "status", "terminationDate" } });
        var dates = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("employees").EnumerateArray()
            .Where(employee => employee.GetProperty("status").GetString() == "Active")
            .Select(employee => employee.GetProperty("terminationDate").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "0000-00-00", "", null }, dates);
    }

    [Fact]
    public async Task Report_People_AreTheDatasetsPeopleInactiveOnesIncluded()
    {
        using var caller = fixture.Call();
        using var response = await caller.ReportAsync(new { fields = new[] { "status", "terminationDate" } }, query: "?format=JSON&onlyCurrent=false");
        var reported = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("employees").EnumerateArray()
            .Select(employee => (employee.GetProperty("id").GetString(), employee.GetProperty("status").GetString(), Date(employee.GetProperty("terminationDate").GetString())));
        var rows = (await caller.DrainAsync(["eeid", "status", "terminationDate"]))
            .Select(row => (row.GetProperty("eeid").GetString(), row.GetProperty("status").GetString(), Date(row.GetProperty("terminationDate").GetString())));
        Assert.Equal(rows, reported);

        static string? Date(string? date) => date is "" or "0000-00-00" ? null : date;
    }

    [Fact]
    public async Task Report_OnlyCurrent_HidesLeaveDatesThatLieAhead()
    {
        using var caller = fixture.Call(Companies.BigCo);
        using var all = await caller.ReportAsync(new { fields = new[] { "terminationDate" } }, query: "?format=json&onlyCurrent=false");
        using var current = await caller.ReportAsync(new { fields = new[] { "terminationDate" } });
        Assert.Equal(fixture.Server.Control.FactsOf(Companies.BigCo).Leavers.Count(leaver => leaver.Date > new DateOnly(2026, 11, 23)), await AheadAsync(all));
        Assert.Equal(0, await AheadAsync(current));

        static async Task<int> AheadAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement
            .GetProperty("employees").EnumerateArray().Count(row => string.CompareOrdinal(row.GetProperty("terminationDate").GetString(), "2026-11-23") > 0);
    }

    [Fact]
    public async Task Report_ContentTypeWithCharset_IsParsedAsXmlAndRefused()
    {
        using var caller = fixture.Call();
        using var response = await caller.ReportAsync(new { fields = new[] { "status" } }, "application/json; charset=utf-8");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["Malformed XML"], response.Headers.GetValues("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task Report_XmlDefinition_IsUnderstood()
    {
        using var caller = fixture.Call();
        using var response = await caller.SendAsync(new(HttpMethod.Post, "api/v1/reports/custom?format=json")
        {
            Content = new StringContent("""<report><title>x</title><fields><field id="status"/></fields></report>""", Encoding.UTF8, "application/xml"),
        });
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("status", Assert.Single(report.GetProperty("fields").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("?format=bogus", "application/json")]
    [InlineData("", "application/xml")]
    [InlineData("", "*/*")]
    public async Task Report_UnknownFormat_Is404(string query, string accept)
    {
        using var caller = new VendorCaller(fixture.Server, MagicKeys.Good) { Accept = accept };
        using var response = await caller.ReportAsync(new { fields = new[] { "status" } }, query: query);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task EmploymentStatus_AllPeople_IsUnsortedWithZeroDatesAndTheCustomersLabel()
    {
        using var caller = fixture.Call(Companies.Fabrikam);
        var rows = (await caller.GetJsonAsync("api/v1/employees/all/tables/employmentStatus")).EnumerateArray().ToList();
        var byPerson = rows.GroupBy(row => row.GetProperty("employeeId").GetString())
            .Select(person => person.Select(row => row.GetProperty("date").GetString()!).Where(date => date != "0000-00-00").ToList()).Where(dates => dates.Count > 1).ToList();
        Assert.Contains(byPerson, dates => dates.SequenceEqual(dates.Order(StringComparer.Ordinal)));
        Assert.Contains(byPerson, dates => dates.SequenceEqual(dates.OrderDescending(StringComparer.Ordinal)));
        Assert.Contains(rows, row => row.GetProperty("date").GetString() == "0000-00-00");
        Assert.Contains(rows, row => row.GetProperty("employmentStatus").GetString() == "Left the company");
        Assert.DoesNotContain(rows, row => row.GetProperty("employmentStatus").GetString() == "Terminated");
    }

    [Fact]
    public async Task EmploymentStatus_HiddenColumns_AreOmitted()
    {
        using var caller = fixture.CallWith(MagicKeys.LimitedFields);
        var row = (await caller.GetJsonAsync("api/v1/employees/all/tables/employmentStatus"))[0];
        Assert.Equal(["id", "employeeId", "comment", "terminationReasonId", "terminationTypeId", "terminationRehireId"], row.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task CustomTable_AgreesWithTheCustomField()
    {
        using var caller = fixture.Call(Companies.Contoso);
        var table = (await caller.GetJsonAsync("api/v1/employees/all/tables/customOnboarding")).EnumerateArray()
            .ToDictionary(row => row.GetProperty("employeeId").GetString()!, row => row.GetProperty("customOnboardingComplete").GetString());
        var field = (await caller.DrainAsync(["eeid", "customOnboardingComplete"], "customOnboardingComplete ne null"))
            .ToDictionary(row => row.GetProperty("eeid").GetString()!, row => row.GetProperty("customOnboardingComplete").GetString());
        Assert.Equal(field.OrderBy(pair => pair.Key), table.OrderBy(pair => pair.Key));
        Assert.Equal(["No", "Yes"], table.Values.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Companies.Acme, HttpStatusCode.OK)]
    [InlineData(Companies.Contoso, HttpStatusCode.Forbidden)]
    [InlineData(Companies.Empty, HttpStatusCode.NotFound)]
    public async Task Directory_SharedUnsharedOrEmpty_AnswersAccordingly(string company, HttpStatusCode status)
    {
        using var caller = fixture.Call(company);
        using var response = await caller.GetAsync("api/v1/employees/directory");
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Employee_OutOfScopeOrUnknown_Is403Or404()
    {
        using var scoped = fixture.CallWith(MagicKeys.OutOfScope);
        using var all = fixture.Call();
        var seen = (await scoped.DrainAsync(["eeid"])).Select(row => row.GetProperty("eeid").GetString()).ToHashSet();
        var hidden = (await all.DrainAsync(["eeid"])).Select(row => row.GetProperty("eeid").GetString()).First(id => !seen.Contains(id));
        using var forbidden = await scoped.GetAsync($"api/v1/employees/{hidden}?fields=status");
        using var unknown = await scoped.GetAsync("api/v1/employees/999999999");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (forbidden.StatusCode, unknown.StatusCode));
        Assert.Equal("""{"id":"1","status":"Active"}""", (await all.GetJsonAsync("api/v1/employees/1?fields=status,ssn")).GetRawText());
    }

    [Theory]
    [InlineData("Good", "enabled")]
    [InlineData("OwnerDisabled", "disabled")]
    public async Task Users_Owner_IsTheUserWhoseEmployeeSignInNames(string key, string status)
    {
        using var caller = fixture.CallWith((string)typeof(MagicKeys).GetField(key)!.GetValue(null)!);
        var owner = (await caller.GetJsonAsync("api/v1/employees/0")).GetProperty("id").GetString();
        var users = await caller.GetJsonAsync("api/v1/meta/users");
        var user = Assert.Single(users.EnumerateObject(), user => user.Value.GetProperty("employeeId").GetInt32().ToString() == owner);
        Assert.Equal(status, user.Value.GetProperty("status").GetString());
        Assert.Equal(user.Name, user.Value.GetProperty("id").GetInt32().ToString());
    }

    [Fact]
    public async Task Users_NoneOrForbidden_IsAnEmptyListOr403()
    {
        using var empty = fixture.Call(Companies.Empty);
        Assert.Equal("[]", (await empty.GetJsonAsync("api/v1/meta/users")).GetRawText());
        using var forbidden = fixture.CallWith(MagicKeys.UsersForbidden);
        using var response = await forbidden.GetAsync("api/v1/meta/users");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Training_Types_HaveTheRecordedShapesNotTheDocumentedOnes()
    {
        using var caller = fixture.Call();
        var types = await caller.GetJsonAsync("api/v1/training/type");
        var first = types.GetProperty("14");
        Assert.Equal(("14", "12"), (first.GetProperty("id").GetString(), first.GetProperty("frequency").GetString()));
        Assert.Equal("""{"unit":"day","amount":"14"}""", first.GetProperty("dueFromHireDate").GetRawText());
        Assert.Equal("0", types.GetProperty("15").GetProperty("frequency").GetRawText());
        Assert.Equal("[]", types.GetProperty("15").GetProperty("category").GetRawText());
        Assert.Equal("[]", types.GetProperty("17").GetProperty("dueFromHireDate").GetRawText());
    }

    [Fact]
    public async Task Training_Records_AreAMapOrAnEmptyList()
    {
        using var caller = fixture.Call();
        var some = await caller.GetJsonAsync("api/v1/training/record/employee/1");
        Assert.All(some.EnumerateObject(), record => Assert.Equal(record.Name, record.Value.GetProperty("id").GetString()));
        var newest = (await caller.DrainAsync(["eeid"], "hireDate gt '2026-11-23'"))[0].GetProperty("eeid").GetString();
        Assert.Equal("[]", (await caller.GetJsonAsync($"api/v1/training/record/employee/{newest}")).GetRawText());
    }

    [Theory]
    [InlineData("NoOnboardingSource", HttpStatusCode.OK)]
    [InlineData("TrainingNotInPlan", HttpStatusCode.NotFound)]
    [InlineData("TrainingForbidden", HttpStatusCode.Forbidden)]
    public async Task Training_WithoutTheFeature_AnswersByReason(string key, HttpStatusCode status)
    {
        using var caller = fixture.CallWith((string)typeof(MagicKeys).GetField(key)!.GetValue(null)!);
        using var response = await caller.GetAsync("api/v1/training/type");
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? "[]" : "", await response.Content.ReadAsStringAsync());
    }
}
