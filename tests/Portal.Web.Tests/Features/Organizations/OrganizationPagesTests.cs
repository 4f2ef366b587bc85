using System.Net;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Features.Organizations;

public sealed class OrganizationPagesTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string Page = "/organizations/new";

    [Fact]
    public async Task Create_ByTheAdminPersona_MakesItWithItsPeopleAndOpensIt()
    {
        await using var host = await PortalHost.StartAsync();
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        using var answer = await CreateAsync(ada, "Acme, Inc.", "", "Europe/Berlin", personas: true);

        Assert.Equal((HttpStatusCode.Redirect, "/o/acme-inc"), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
        Assert.Equal(
            ["ada Admin", "audrey Auditor", "casey ComplianceManager"],
            host.Rows("SELECT p.Subject || ' ' || m.Role FROM Memberships m JOIN People p ON p.Id = m.PersonId ORDER BY 1"));
        Assert.Equal(
            ["organization.created", "member.added", "key.created", "framework.adopted", "framework.adopted", "member.added", "member.added"],
            host.Rows("SELECT Action FROM AuditEntries ORDER BY Sequence"));
    }

    [Theory]
    [InlineData("Acme", "No Spaces", "UTC", "The address can hold")]
    [InlineData("Acme", "globex", "UTC", "The address &#x27;globex&#x27; is taken.")]
    [InlineData("Acme", "mars", "Mars/Olympus", "The time zone &#x27;Mars/Olympus&#x27; is not known.")]
    [InlineData("   ", "blank", "UTC", "The name must have 1 to 120 characters.")]
    public async Task Create_WithSomethingWrong_SaysWhatAndMakesNothing(string name, string slug, string zone, string expected)
    {
        var host = shared.Host;
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);

        using var answer = await CreateAsync(ada, name, slug, zone, personas: false);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["acme", "globex"], host.Rows("SELECT Slug FROM Organizations ORDER BY Slug"));
    }

    [Fact]
    public async Task Create_WhileTheKeyStoreRefuses_SavesNothingSaysSoAndKeepsTheInput()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The key ring is guarded by file modes, which Windows does not have.");
        await using var host = await PortalHost.StartAsync();
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        using var first = await CreateAsync(ada, "Acme", "acme", "Europe/Berlin", personas: false);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        // Readable by others: the ring refuses to be used.
        File.SetUnixFileMode(host.KeysFolder, (UnixFileMode)Convert.ToInt32("755", 8));

        using var refused = await CreateAsync(ada, "Initech", "initech", "Europe/Berlin", personas: true);

        var page = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Nothing was saved", page, StringComparison.Ordinal);
        Assert.Contains("key store cannot be reached", page, StringComparison.Ordinal);
        Assert.Contains("value=\"initech\"", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Europe/Berlin\" selected", page, StringComparison.Ordinal);
        Assert.Equal(["acme"], host.Rows("SELECT Slug FROM Organizations"));

        File.SetUnixFileMode(host.KeysFolder, (UnixFileMode)Convert.ToInt32("700", 8));
        using var again = await CreateAsync(ada, "Initech", "initech", "Europe/Berlin", personas: true);
        Assert.Equal((HttpStatusCode.Redirect, "/o/initech"), (again.StatusCode, again.Headers.Location!.AbsolutePath));
    }

    [Fact]
    public async Task Create_OverAKeyRingThatWasNeverPrivate_SaysSoInsteadOfFailing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The key ring is guarded by file modes, which Windows does not have.");
        await using var host = await PortalHost.StartAsync();
        using var ada = await host.SignInAsync(DevelopmentPersonas.Ada);
        Directory.CreateDirectory(host.KeysFolder);
        File.SetUnixFileMode(host.KeysFolder, (UnixFileMode)Convert.ToInt32("755", 8));

        using var refused = await CreateAsync(ada, "Initech", "initech", "Europe/Berlin", personas: false);

        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Nothing was saved", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Rows("SELECT Slug FROM Organizations"));
    }

    [Fact]
    public async Task Create_ByAnybodyElse_IsNotAllowedEvenWhenForged()
    {
        var host = shared.Host;
        using var casey = await host.SignInAsync(DevelopmentPersonas.Casey);

        using var page = await casey.GetAsync(Page);
        using var forged = await PortalHost.PostAsync(casey, "/", Page, ("_handler", "new-organization"), ("Form.Name", "Acme"), ("Form.Zone", "UTC"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (page.StatusCode, forged.StatusCode));
        Assert.Equal(["acme", "globex"], host.Rows("SELECT Slug FROM Organizations ORDER BY Slug"));
        Assert.DoesNotContain(Page, await casey.GetStringAsync("/"), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient visitor, string name, string slug, string zone, bool personas) =>
        PortalHost.PostAsync(visitor, Page, Page, ("_handler", "new-organization"), ("Form.Name", name), ("Form.Slug", slug), ("Form.Zone", zone), ("Form.AddPersonas", personas ? "true" : "false"), ("Form.Frameworks", "soc2"), ("Form.Frameworks", "hipaa"));
}
