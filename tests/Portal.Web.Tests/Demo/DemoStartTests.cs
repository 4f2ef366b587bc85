using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Compliance.Organizations;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Demo;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Demo;

/// <summary>The demo's first start, killed half-way: the next one puts it right, and throws nothing away that is not its own.</summary>
public sealed class DemoStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-demo-").FullName;

    [Fact]
    public async Task Start_AfterOneThatWasKilledWhileWritingTheHistory_WritesItAnew()
    {
        await MakeOrganizationAsync("northwind");
        await SetAsync("begun");

        Assert.Equal(["fabrikam", "northwind", "tailspin"], await StartDemoAsync());
        Assert.Equal(["fabrikam", "northwind", "tailspin"], await StartDemoAsync());
    }

    [Fact]
    public async Task Start_OverADatabaseThatHeldSomethingElse_KeepsThat()
    {
        await MakeOrganizationAsync("mine");

        Assert.Equal(["fabrikam", "mine", "northwind", "tailspin"], await StartDemoAsync());
    }

    [Fact]
    public async Task FirstStart_ListensWhileItWrites_AndSaysHowFarItIs()
    {
        await using var portal = PortalHost.Create(_folder, null, "--Demo:Enabled=true", "--Demo:HistoryDays=30");
        var started = portal.StartAsync(TestContext.Current.CancellationToken);
        var progress = portal.Services.GetRequiredService<DemoProgress>();
        while (progress.Days.Count == 0)
        {
            Assert.False(started.IsCompleted, "The history was written before anybody could ask.");
            await Task.Yield();
        }

        using var visitor = new HttpClient { BaseAddress = portal.BaseAddress };
        using var page = await visitor.GetAsync("/o/northwind", TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var ready = await visitor.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        using var live = await visitor.GetAsync("/health/live", TestContext.Current.CancellationToken);
        using var style = await visitor.GetAsync("/css/portal.css", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Matches(", day [0-9]+ of 30<", html);
        Assert.Matches("<noscript><meta http-equiv=\"refresh\" content=\"5\" ?/?></noscript>", html);
        Assert.Contains("role=\"status\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("The demo's history is being written.\n", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, style.StatusCode));

        await started;
        Assert.Equal("Healthy", await visitor.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        using var signIn = await visitor.GetAsync("/signin", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        await portal.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task FirstStart_StoppedWhileItWrites_StopsAtOnceAndIsWrittenAnewNextTime()
    {
        await using (var portal = PortalHost.Create(_folder, null, "--Demo:Enabled=true", "--Demo:HistoryDays=800"))
        {
            var started = portal.StartAsync(TestContext.Current.CancellationToken);
            while (portal.Services.GetRequiredService<DemoProgress>().Days.Count == 0)
            {
                await Task.Yield();
            }

            portal.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await started;
            await portal.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["fabrikam", "northwind", "tailspin"], await StartDemoAsync());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeOrganizationAsync(string slug)
    {
        await using var portal = PortalHost.Create(_folder);
        await portal.StartAsync(TestContext.Current.CancellationToken);
        await using var scope = portal.Services.CreateAsyncScope();
        Assert.True((await scope.ServiceProvider.GetRequiredService<CreateOrganization>()
            .ExecuteAsync(new("Half made", slug, "UTC"), DevelopmentPersonas.Ada.Identity, TestContext.Current.CancellationToken)).IsOk);
        await portal.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task SetAsync(string history)
    {
        await using var portal = PortalHost.Create(_folder);
        await portal.Services.GetRequiredService<InstallationSettings>().WriteAsync("demo.history", history, TestContext.Current.CancellationToken);
    }

    private async Task<string[]> StartDemoAsync()
    {
        await using var portal = PortalHost.Create(_folder, null, "--Demo:Enabled=true", $"--Demo:HistoryDays=3");
        await portal.StartAsync(TestContext.Current.CancellationToken);
        await using var scope = portal.Services.CreateAsyncScope();
        var known = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(DevelopmentPersonas.Ada.Identity, TestContext.Current.CancellationToken);
        var open = await scope.ServiceProvider.GetRequiredService<ListOrganizations>().ExecuteAsync(known, cancellationToken: TestContext.Current.CancellationToken);
        await portal.StopAsync(TestContext.Current.CancellationToken);
        return [.. open.Select(o => o.Slug).Order(StringComparer.Ordinal)];
    }
}
