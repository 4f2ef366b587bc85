using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Features.Home;

public sealed class HomePageTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    [Fact]
    public async Task Home_ForAStranger_OffersThePersonasAndNoOrganization()
    {
        var host = shared.Host;
        using var visitor = host.Visitor();

        var html = await visitor.GetStringAsync("/");

        Assert.All(DevelopmentPersonas.All, persona => Assert.Contains($"Sign in as {persona.Name}", html, StringComparison.Ordinal));
        Assert.DoesNotContain("acme", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Home_ForAPerson_ListsTheirOrganizationsOnly()
    {
        var host = shared.Host;
        using var casey = await host.SignInAsync(DevelopmentPersonas.Casey);

        var html = await casey.GetStringAsync("/");

        Assert.Contains("href=\"/o/acme\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("globex", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Home_ForAPersonWithoutAny_SaysWhatToDo()
    {
        await using var host = await PortalHost.StartAsync();
        using var audrey = await host.SignInAsync(DevelopmentPersonas.Audrey);

        Assert.Contains("You are not a member of any organization yet.", await audrey.GetStringAsync("/"), StringComparison.Ordinal);
    }
}
