using System.Net;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class SignInTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private const string SignIn = "api/v1/employees/0";

    [Fact]
    public async Task SignIn_GoodKey_NamesTheOwnersEmployee()
    {
        using var caller = fixture.Call();
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("""{"id":"8"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SignIn_LoopbackHost_IsAcme()
    {
        using var caller = fixture.CallWith(Companies.KeyOf(Companies.Acme), fixture.Server.BaseAddress.Authority);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_RejectedKey_IsAnEmptyHtml401WithTheReasonInAHeader()
    {
        using var caller = fixture.CallWith(MagicKeys.Rejected);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("text/html; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(["API key not provided or invalid"], response.Headers.GetValues("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task SignIn_KeyOfAnotherCompany_Is401()
    {
        using var caller = fixture.CallWith(Companies.KeyOf(Companies.Northwind), Companies.Contoso);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_FiveUnknownKeys_SwitchTheCompanysApiOffUntilTimeHasPassed()
    {
        fixture.Server.Control.SetCompany(new("locky", 3));
        using var good = fixture.Call("locky");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            using var unknown = fixture.CallWith("0000" + attempt, "locky");
            using var refused = await unknown.GetAsync(SignIn);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(good));
        fixture.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(good));
    }

    [Fact]
    public async Task SignIn_RejectedKeyManyTimes_NeverLocksTheCompany()
    {
        fixture.Server.Control.SetCompany(new("calm", 3));
        using var rejected = fixture.CallWith(MagicKeys.Rejected, "calm");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rejected));
        }

        using var good = fixture.Call("calm");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(good));
    }

    [Fact]
    public async Task RevokeKey_ThenRestore_ClosesAndOpens()
    {
        var control = fixture.Server.Control;
        var key = control.IssueKey();
        using var caller = fixture.CallWith(key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        control.RevokeKey(key);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
        control.RestoreKey(key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
    }

    [Fact]
    public async Task TakeDown_EveryKey_Is503UntilBroughtUp()
    {
        var control = fixture.Server.Control;
        control.SetCompany(new("downy", 3));
        using var caller = fixture.Call("downy");
        control.TakeDown("downy");
        Assert.True(control.IsDown("downy"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(caller));
        control.BringUp("downy");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
    }

    [Fact]
    public async Task Company_Unknown_IsAnHtml404()
    {
        using var caller = fixture.Call("no-such-company");
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.False(response.Headers.Contains("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task Company_MovedAway_RedirectsToAnotherHost()
    {
        using var caller = fixture.Call(Companies.MovedAway);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("www.bamboohr.example", response.Headers.Location!.Host);
    }

    [Fact]
    public async Task Owner_WithoutEmployeeRecord_Is404WithTheVendorsReasonAndTheRestWorks()
    {
        using var caller = fixture.CallWith(MagicKeys.OwnerIsNoEmployee);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(["Employee not found, Employee not found"], response.Headers.GetValues("X-BambooHR-Error-Message"));
        Assert.Equal(200, (await caller.QueryJsonAsync(new { fields = new[] { "eeid" }, filter = "status eq 'Active'" }))
            .GetProperty("meta").GetProperty("totalItems").GetInt32());
    }

    [Fact]
    public async Task Path_Unknown_Is404()
    {
        using var caller = fixture.Call();
        using var response = await caller.GetAsync("api/v1/payroll");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(["Bad request url"], response.Headers.GetValues("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task Date_Header_IsTheVendorsClock()
    {
        using var caller = fixture.Call();
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(fixture.Clock.GetUtcNow(), response.Headers.Date);
    }

    private static async Task<HttpStatusCode> StatusAsync(VendorCaller caller)
    {
        using var response = await caller.GetAsync(SignIn);
        return response.StatusCode;
    }
}
