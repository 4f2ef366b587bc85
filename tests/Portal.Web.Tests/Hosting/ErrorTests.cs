using System.Net;
using Microsoft.Data.Sqlite;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Hosting;

public sealed class ErrorTests
{
    [Fact]
    public async Task Request_ThatFails_ShowsATraceIdAndNoReason()
    {
        await using var host = await PortalHost.StartAsync();
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        using var stranger = host.Visitor();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(host.DatabaseFile, "this is no database any more");

        using var page = await ada.GetAsync("/o/acme/settings");
        using var form = await PortalHost.PostAsync(stranger, "/signin", "/signin/development", ("persona", "ada"));

        foreach (var answer in new[] { page, form })
        {
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Contains("<h1>Something went wrong</h1>", html, StringComparison.Ordinal);
            Assert.Matches("Trace id <code>[0-9A-Za-z:]{16,}</code>", html);
            Assert.DoesNotContain("sqlite", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Path_ThatDoesNotExist_IsNotFoundForPeopleAndASignInForStrangers()
    {
        await using var host = await PortalHost.StartAsync();
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        using var stranger = host.Visitor();

        using var known = await ada.GetAsync("/nowhere");
        using var unknown = await stranger.GetAsync("/nowhere");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Redirect), (known.StatusCode, unknown.StatusCode));
        Assert.Contains("<h1 tabindex=\"-1\">Not found</h1>", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
