using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

public sealed class FaultTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private const string SignIn = "api/v1/employees/0";
    private static readonly object AllIds = new { fields = new[] { "eeid" }, pageSize = 1000 };

    [Fact]
    public async Task RateLimitedOnce_Seconds_IsFineTheSecondTime()
    {
        using var caller = fixture.CallWith(MagicKeys.RateLimitedOnce);
        using var limited = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(["3"], limited.Headers.GetValues("Retry-After"));
        using var fine = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task RateLimitedOnce_AfterRearm_StrikesAgain()
    {
        var key = fixture.Server.Control.IssueKey(new() { Fault = new(FaultKind.RateLimitedSeconds) { Times = 1, RetryAfterSeconds = 1 } });
        using var caller = fixture.CallWith(key);
        Assert.Equal((429, 200), (await StatusAsync(caller), await StatusAsync(caller)));
        fixture.Server.Control.Rearm();
        Assert.Equal((429, 200), (await StatusAsync(caller), await StatusAsync(caller)));
    }

    [Fact]
    public async Task RateLimitedOnce_HttpDate_IsOnTheVendorsClock()
    {
        using var caller = fixture.CallWith(MagicKeys.RateLimitedOnceHttpDate);
        using var limited = await caller.GetAsync(SignIn);
        Assert.Equal(fixture.Clock.GetUtcNow().AddSeconds(3), limited.Headers.RetryAfter!.Date);
        using var fine = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task RateLimitedForever_StaysLimited()
    {
        using var caller = fixture.CallWith(MagicKeys.RateLimitedForever);
        Assert.Equal((429, 429, 429), (await StatusAsync(caller), await StatusAsync(caller), await StatusAsync(caller)));
    }

    [Fact]
    public async Task BusyOnce_Is503WithRetryAfterThenFine()
    {
        using var caller = fixture.CallWith(MagicKeys.BusyOnce);
        using var busy = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), busy.Headers.RetryAfter!.Delta);
        Assert.Equal(200, await StatusAsync(caller));
    }

    [Fact]
    public async Task Unavailable_Is503WithoutRetryAfter()
    {
        using var caller = fixture.CallWith(MagicKeys.Unavailable);
        using var down = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.Null(down.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(403, 403, "LockedOut")]
    [InlineData(403, 403, "UserDisabled")]
    [InlineData(200, 403, "DataForbidden")]
    [InlineData(500, 500, "ServerError")]
    [InlineData(302, 302, "Redirect")]
    public async Task Key_ByName_AnswersItsStatus(int signIn, int data, string name)
    {
        var key = (string)typeof(MagicKeys).GetField(name)!.GetValue(null)!;
        using var caller = fixture.CallWith(key);
        Assert.Equal(signIn, await StatusAsync(caller));
        using var response = await caller.QueryAsync(AllIds);
        Assert.Equal(data, (int)response.StatusCode);
    }

    [Fact]
    public async Task FailsOnSecondPage_FirstPageIsFine()
    {
        using var caller = fixture.CallWith(MagicKeys.FailsOnSecondPage);
        using var first = await caller.QueryAsync(AllIds);
        using var second = await caller.QueryAsync(AllIds);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Slow_AnswersProperlyAfterTheDelay()
    {
        var delay = TimeSpan.FromMilliseconds(150);
        var key = fixture.Server.Control.IssueKey(new() { Fault = new(FaultKind.Slow) { Delay = delay } });
        using var caller = fixture.CallWith(key);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(200, await StatusAsync(caller));
        Assert.True(Stopwatch.GetElapsedTime(started) >= delay - TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Hangs_NeitherAnswersNorHoldsUpTheServersEnd()
    {
        var server = await SimulatorServer.StartAsync();
        using var caller = new VendorCaller(server, MagicKeys.Hangs);
        var hanging = caller.GetAsync(SignIn);
        while (server.Requests.Count == 0)
        {
            await Task.Yield();
        }

        Assert.False(hanging.IsCompleted);
        var started = Stopwatch.GetTimestamp();
        await server.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task ResetMidBody_BreaksTheConnectionBeforeTheBodyIsComplete()
    {
        using var caller = fixture.CallWith(MagicKeys.ResetMidBody);
        Assert.Equal(200, await StatusAsync(caller));
        var broken = await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await caller.QueryAsync(AllIds);
            await response.Content.ReadAsStringAsync();
        });
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task TruncatedJson_IsACompleteAnswerThatDoesNotParse()
    {
        using var caller = fixture.CallWith(MagicKeys.TruncatedJson);
        using var response = await caller.QueryAsync(AllIds);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("""{"data":[{"fields":{"eeid":""", text);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task HtmlPage_Is200WithHtml()
    {
        using var caller = fixture.CallWith(MagicKeys.HtmlPage);
        using var response = await caller.GetAsync(SignIn);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task XmlAnswer_IsXmlAlthoughJsonWasAskedFor()
    {
        using var caller = fixture.CallWith(MagicKeys.XmlAnswer);
        using var response = await caller.QueryAsync(AllIds);
        Assert.Equal("application/xml", response.Content.Headers.ContentType!.MediaType);
        XDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("api/v1/employees/0", "employee")]
    [InlineData("api/v1/employees/all/tables/employmentStatus", "table")]
    [InlineData("api/v1/employees/directory", "directory")]
    [InlineData("api/v1/meta/users", "users")]
    [InlineData("api/v1/meta/fields", "fields")]
    public async Task ClassicEndpoint_WithoutAcceptHeader_IsXml(string path, string root)
    {
        using var caller = new VendorCaller(fixture.Server, MagicKeys.Good) { Accept = null };
        using var response = await caller.GetAsync(path);
        Assert.Equal("application/xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(root, XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Name.LocalName);
    }

    private static async Task<int> StatusAsync(VendorCaller caller)
    {
        using var response = await caller.GetAsync(SignIn);
        return (int)response.StatusCode;
    }
}
