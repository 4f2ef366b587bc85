using System.Net;
using System.Text.RegularExpressions;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Hosting;

public sealed partial class PortalApplicationTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    [Fact]
    public async Task Start_FromAnyFolder_ServesTheSignInAndEveryFileItNames()
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        var html = await visitor.GetStringAsync("/");

        Assert.Contains("<h1 tabindex=\"-1\"", html, StringComparison.Ordinal);
        var files = File().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.Contains(files, f => f.Contains("MudBlazor.min", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var answer = await visitor.GetAsync(file);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{file}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Start_PageOfAnOrganization_BringsTheCircuitsScriptFromThisHost()
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        var html = await ada.GetStringAsync("/o/acme/settings");

        var scripts = Script().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(["js/theme", "_content/MudBlazor/MudBlazor", "js/shell", "_framework/blazor"], scripts.Select(s => s[..s.IndexOf('.', StringComparison.Ordinal)]));
        foreach (var script in scripts)
        {
            using var answer = await ada.GetAsync(script);
            Assert.Equal((HttpStatusCode.OK, "text/javascript"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WhileTheDatabaseAnswers_IsHealthyForAnybody(string path)
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        Assert.Equal("Healthy", await visitor.GetStringAsync(path));
    }

    [Fact]
    public async Task HealthReady_WhenTheDatabaseIsGone_SaysSoWhileLiveStays()
    {
        await using var host = await PortalHost.StartAsync();
        using var visitor = host.Visitor();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(host.DatabaseFile)!, "portal.db*"))
        {
            System.IO.File.Delete(file);
        }

        using var ready = await visitor.GetAsync("/health/ready");
        using var live = await visitor.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
    }

    [GeneratedRegex("(?:href|src)=\"([^\"#:]+\\.(?:css|js|svg))\"")]
    private static partial Regex File();

    [GeneratedRegex("<script src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
