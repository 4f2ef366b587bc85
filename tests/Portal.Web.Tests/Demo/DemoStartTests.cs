using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Organizations;
using Portal.Tests.Shared.Hosting;
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
        var open = await scope.ServiceProvider.GetRequiredService<ListOrganizations>().ExecuteAsync(known, TestContext.Current.CancellationToken);
        await portal.StopAsync(TestContext.Current.CancellationToken);
        return [.. open.Select(o => o.Slug).Order(StringComparer.Ordinal)];
    }
}
