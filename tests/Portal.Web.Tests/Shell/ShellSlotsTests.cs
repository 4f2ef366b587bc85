using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Authorization;
using Portal.Web.Features.Organizations;
using Portal.Web.Shell;
using Portal.Web.Tests.Components;

namespace Portal.Web.Tests.Shell;

public sealed class ShellSlotsTests : PartContext
{
    public ShellSlotsTests()
        : base(Role.Auditor)
    {
    }

    [Fact]
    public void Banners_StandInALiveRegionThatIsAlwaysThere() =>
        Render<BannerHost>().MarkupMatches("""<div class="p-banners" role="status" aria-label="Notices"></div>""");

    [Fact]
    public void Banners_OfAFeature_AreShown()
    {
        Services.Configure<ShellSlots>(s => s.AddBanner<Hello>());

        Render<BannerHost>().MarkupMatches("""<div class="p-banners" role="status" aria-label="Notices">hello</div>""");
    }

    [Fact]
    public void SettingsTabs_OfferARoleOnlyWhatItMayRead()
    {
        Services.AddOrganizationsFeature();
        Services.Configure<ShellSlots>(s => s.AddSettings<OrganizationsText>("settings/keys", "SlugFixed", Permission.ManageOrganization));

        var tabs = Render<SettingsTabs>(p => p.Add(t => t.Current, OrganizationsFeature.Members));

        Assert.Equal(["Organization /o/acme/settings", "Members /o/acme/settings/members"], tabs.FindAll("a").Select(a => $"{a.TextContent} {a.GetAttribute("href")}"));
        Assert.Equal("Members", tabs.Find("[aria-current=page]").TextContent);
    }

    private sealed class Hello : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "hello");
    }
}
