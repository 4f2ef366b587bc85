using Bunit;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Web.Features.Coverage;

namespace Portal.Web.Tests.Features.Coverage;

public sealed class AttentionSectionTests : CoverageContext
{
    private static readonly AttentionItem Stale = new(
        ControlState.Uncovered, ChangeCause.SourceStale, Source, ["Terminations, last 30 days"], Now.AddDays(-2), Now.AddDays(-4), EvidenceResult.Satisfied,
        Freshness.Stale, null, null, [], [new ControlRef("soc2", "CC6.3"), new ControlRef("hipaa", "164.308(a)(3)(ii)(C)")]);

    [Fact]
    public void AttentionSection_StaleSource_ShowsLastResultAndFreshnessAsTwoFactsWithTheInstant()
    {
        Enter();

        var page = Show(Stale);

        Assert.Equal(["Uncovered", "Satisfied", "Stale"], page.FindAll(".p-chip").Select(c => c.TextContent));
        Assert.Equal("2 controls · Terminations, last 30 days", page.Find("strong").TextContent);
        Assert.Equal(
            "Nothing from BambooHR was accepted for longer than its stale threshold. The last-known result no longer counts.", page.FindAll("li > p")[0].TextContent);
        Assert.Contains("21 Nov 2026, 10:00 UTC+01:00 (Europe/Berlin)", page.FindAll("li > p")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["/o/acme/frameworks/soc2/CC6.3", "/o/acme/frameworks/hipaa/164.308%28a%29%283%29%28ii%29%28C%29", $"/o/acme/connections/{Source}"],
            page.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData(Role.ComplianceManager, false, 1)]
    [InlineData(Role.ComplianceManager, true, 1)]
    [InlineData(Role.Auditor, false, 0)]
    [InlineData(Role.Auditor, true, 0)]
    public void AttentionSection_ServedOnOneRungOnly_SaysWhetherItsEvidenceIsThere_AndOffersTheSettingToThoseWhoMayChangeIt(Role role, bool derived, int links)
    {
        Enter(role);
        var item = Stale with
        {
            Cause = null,
            ConnectionId = null,
            Kinds = [],
            Controls = [new ControlRef("csf2", "PR.AT-01")],
            AutomatableBy = [new ConnectorName("bamboohr", "BambooHR", "required_trainings", derived)],
        };

        var page = Show(item);

        Assert.Equal("Nothing is required yet.", page.FindAll("li > p")[0].TextContent);
        Assert.Equal(
            derived
                ? "BambooHR collects evidence for it, derived from required trainings. It counts once an admin or a compliance manager confirms that it may be derived so."
                : "Can be automated by BambooHR, only when its evidence is derived from required trainings.",
            page.Find("li > p.p-row > span").TextContent);
        Assert.Equal(links, page.FindAll("a[href='/o/acme/settings/frameworks']").Count);
    }

    [Fact]
    public void AttentionSection_NothingToShowAndProven_SaysSoInsteadOfFailing()
    {
        Enter();

        var page = Show(Stale with { Cause = ChangeCause.EvidenceNotAvailable, ProvenEmptyBy = "Active employees", LastResult = EvidenceResult.NotAvailable });

        Assert.Equal("Nothing to show in this period, proven by: Active employees.", page.FindAll("li > p")[0].TextContent);
    }

    [Fact]
    public void AttentionSection_EveryCause_HasItsSentence()
    {
        Enter();

        foreach (var cause in Enum.GetValues<ChangeCause>())
        {
            var sentence = Show(Stale with { Cause = cause }).FindAll("li > p")[0].TextContent;
            Assert.DoesNotContain("Cause_", sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AttentionSection_Nothing_SaysThatEverythingIsCovered()
    {
        Enter();

        Assert.Equal("Every counted control is covered.", Render<AttentionSection>(p => p.Add(c => c.Items, []).Add(c => c.Names, Names)).Find("p").TextContent);
    }

    private IRenderedComponent<AttentionSection> Show(AttentionItem item) =>
        Render<AttentionSection>(p => p.Add(c => c.Items, [item]).Add(c => c.Names, Names));
}
