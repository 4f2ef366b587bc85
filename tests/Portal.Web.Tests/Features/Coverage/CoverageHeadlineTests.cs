using Bunit;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Tests.Features.Coverage;

public sealed class CoverageHeadlineTests : CoverageContext
{
    [Fact]
    public void CoverageHeadline_SomeCovered_SaysTheFractionFirstThePercentSecondAndTheInstantWithItsZone()
    {
        Enter();

        var page = Render<CoverageHeadline>(p => p.Add(c => c.Headline, new Headline(21, 2, 2, 1, 173)).Add(c => c.AsOf, Now));

        Assert.Equal("21 of 26 controls covered", page.Find(".cov-fraction").TextContent);
        Assert.Equal("80 % · as of 23 Nov 2026, 10:00 UTC+01:00 (Europe/Berlin)", page.Find(".cov-fraction + p").TextContent.Trim());
        Assert.Equal(
            ["Covered 21", "Degraded 2", "Uncovered 2", "Failing 1", "Manual 173"],
            page.FindAll(".cov-legend > li").Select(li => li.TextContent.Trim()));
        Assert.Equal(
            "173 of 199 controls in scope are manual and have no evidence here. They are outside the fraction.",
            page.Find(".cov-breakdown > p").TextContent);
    }

    [Fact]
    public void CoverageHeadline_NothingCounted_MakesNoFractionUp()
    {
        Enter();

        var page = Render<CoverageHeadline>(p => p.Add(c => c.Headline, new Headline(0, 0, 0, 0, 5)).Add(c => c.AsOf, Now));

        Assert.Equal("Nothing is counted yet: every control in scope is manual.", page.Find(".cov-fraction").TextContent);
        Assert.Empty(page.FindAll(".cov-bar"));
        Assert.Equal("as of 23 Nov 2026, 10:00 UTC+01:00 (Europe/Berlin)", page.Find(".cov-fraction + p").TextContent.Trim());
    }

    [Theory]
    [InlineData(ControlState.Covered, "Covered")]
    [InlineData(ControlState.Degraded, "Degraded")]
    [InlineData(ControlState.Uncovered, "Uncovered")]
    [InlineData(ControlState.Failing, "Failing")]
    [InlineData(ControlState.Manual, "Manual")]
    public void ControlStateChip_EveryState_HasAWordAndAnIcon(ControlState state, string word)
    {
        var chip = Render<ControlStateChip>(p => p.Add(c => c.State, state));

        Assert.Equal(word, chip.Find(".p-chip").TextContent);
        Assert.Single(chip.FindAll(".p-chip svg"));
    }

    [Fact]
    public void EveryControlState_HasAShapeOfItsOwn() =>
        Assert.Equal(5, Enum.GetValues<ControlState>().Select(s => CoverageLooks.Of(s).Icon).Distinct().Count());

    [Fact]
    public void FrameworkCardView_InThePast_KeepsTheInstantInItsLink()
    {
        Enter();
        Services.GetService<Microsoft.AspNetCore.Components.NavigationManager>()!.NavigateTo("/o/acme?asOf=2026-11-01T00:00:00Z");
        var card = new FrameworkCard("soc2", "SOC 2", "Common criteria", new Headline(2, 0, 1, 0, 30), 1, 2);

        var page = Render<FrameworkCardView>(p => p.Add(c => c.Card, card));

        Assert.Equal("/o/acme/frameworks/soc2?asOf=2026-11-01T00%3A00%3A00Z", page.Find("h3 > a").GetAttribute("href"));
        Assert.Equal(("2 of 3", "66 %"), (page.Find(".cov-card-fraction strong").TextContent, page.Find(".cov-card-fraction .p-soft").TextContent));
        Assert.Equal(
            ["2 covered controls have their populations evidenced only.", "Out of scope: 1"],
            page.FindAll("article > p.p-small").Skip(1).Select(p => p.TextContent));
    }
}
