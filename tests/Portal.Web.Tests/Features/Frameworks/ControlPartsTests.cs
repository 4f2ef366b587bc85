using Bunit;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;
using Portal.Web.Features.Frameworks;
using Portal.Web.Tests.Features.Coverage;

namespace Portal.Web.Tests.Features.Frameworks;

public sealed class ControlPartsTests : CoverageContext
{
    private static readonly SourceVerdict StaleSource = new(
        Source, RequirementState.Stale, Freshness.Stale, EvidenceResult.NotSatisfied, "below_threshold", Guid.Parse("0195a000-0000-7000-8000-0000000000e1"), null,
        Now.AddDays(-4), Now.AddDays(-4), Now.AddDays(-3), Now.AddDays(-2));

    private static readonly ControlDetail Detail = new(
        Now, false, Now.AddDays(-90), "soc2", "SOC 2", "CC6.3", "Access follows role and need", true, null,
        new ControlVerdict("soc2", "CC6.3", ControlState.Uncovered, [], []), [], [], [], [], [], [], Names);

    [Fact]
    public void RequirementCard_FailingEvidenceAged_KeepsTheFailureVisibleAndSaysItIsNoPass()
    {
        Enter();

        var card = Render<RequirementCard>(p => p.Add(c => c.Requirement, Requirement(StaleSource)).Add(c => c.Names, Names));

        Assert.Equal(["Stale", "Not satisfied", "Stale"], card.FindAll(".p-chip").Select(c => c.TextContent));
        Assert.Equal(["Last-known value, not a pass", "below threshold"], card.FindAll("td .p-small").Select(d => d.TextContent));
        Assert.Equal($"/o/acme/evidence/{StaleSource.EvidenceId}", card.FindAll("tbody a")[1].GetAttribute("href"));
    }

    [Theory]
    [InlineData(RequirementState.Inconclusive, EvidenceResult.Satisfied, "Source revoked")]
    [InlineData(RequirementState.Inconclusive, EvidenceResult.Inconclusive, "Inconclusive, source revoked")]
    [InlineData(RequirementState.Stale, EvidenceResult.Satisfied, "Stale, source revoked")]
    public void RequirementCard_RevokedSource_IsLabelledSo(RequirementState state, EvidenceResult result, string said)
    {
        Enter();
        var source = StaleSource with { State = state, RevokedAt = Now.AddDays(-1), Result = result, Freshness = Freshness.Fresh, ReasonCode = null };

        var card = Render<RequirementCard>(p => p.Add(c => c.Requirement, Requirement(source)).Add(c => c.Names, Names));

        Assert.Equal(said, card.Find(".p-chip").TextContent);
        Assert.Equal("Source revoked", card.Find("tbody th .p-small").FirstChild!.TextContent.Trim());
        Assert.Equal("Last-known value, not a pass", card.Find("td .p-small").TextContent);
    }

    [Fact]
    public void RequirementCard_NobodyCollectsIt_SaysSo()
    {
        Enter();
        var requirement = new RequirementDetail(
            new RequirementVerdict("a.kind", EvidenceAspect.Operation, RequirementState.NotCollected, null, [], null), "A kind", Now, true, "Asked by a customer.", null);

        var card = Render<RequirementCard>(p => p.Add(c => c.Requirement, requirement).Add(c => c.Names, Names));

        Assert.Equal("Required, but no connection collects it.", card.FindAll("article > p")[0].TextContent);
        Assert.EndsWith("Asked by a customer.", card.FindAll("article > p")[1].TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void ContinuitySection_Gap_SaysWhenWhyAndWhoWasTold()
    {
        Enter();
        var gap = new ContinuitySpan(Now.AddDays(-2), Now, ContinuityState.Gap, Now.AddDays(-4));
        var strip = new ContinuityStrip(Source, "a.kind", [new ContinuitySpan(Now.AddDays(-90), Now.AddDays(-2), ContinuityState.Collected, null), gap]);
        var detail = Detail with
        {
            Strips =
            [
                new StripDetail(strip, "A kind", [new GapDetail(gap, 2, "KeyRejected", "The key was refused.", new GapAlert(Guid.Empty, AlertCause.KeyRefused, Now.AddDays(-3), "Casey", null))]),
            ],
        };

        var page = Render<ContinuitySection>(p => p.Add(c => c.Detail, detail));

        Assert.Equal("One gap of 2 d.", page.Find("figcaption .p-soft").TextContent);
        Assert.Equal(["fw-span fw-collected", "fw-span fw-gap"], page.FindAll(".fw-span").Select(s => s.ClassName));
        Assert.Equal(["Gap", "Collected"], page.FindAll("tbody tr td:last-child").Select(c => c.TextContent));
        Assert.Equal(
            "Gap 21 Nov 2026, 10:00 UTC+01:00 – 23 Nov 2026, 10:00 UTC+01:00 (2 d). Last collected 19 Nov 2026, 10:00 UTC+01:00. "
            + "Runs that failed or were quarantined: 2. The newest said: The key was refused. Alert (key refused) since 20 Nov 2026, 10:00 UTC+01:00, acknowledged by Casey.",
            OneLine(page.Find(".fw-gaps > li").TextContent));
    }

    [Fact]
    public void ControlNotes_EachReasonWhyNothingIsRequired_IsSaid()
    {
        Enter();

        Assert.Equal("Nothing is required yet. Can be automated by BambooHR. See BambooHR", Notes(Detail with { AutomatableBy = [new ConnectorName("bamboohr", "BambooHR")] }));
        Assert.StartsWith("Manual:", Notes(Detail with { Verdict = Detail.Verdict! with { State = ControlState.Manual } }), StringComparison.Ordinal);
        Assert.Equal("This framework is not adopted, so nothing of it counts.", Notes(Detail with { Adopted = false, Verdict = null }));
        Assert.Contains("Reason: No premises.", Notes(Detail with { Verdict = null, OutOfScope = new OutOfScopeControl("CC6.3", "No premises.", Now) }), StringComparison.Ordinal);
    }

    [Fact]
    public void ControlHistorySection_Changes_AreDatedAndExplained()
    {
        Enter();
        var detail = Detail with
        {
            History =
            [
                new StateChange(Now.AddDays(-2), ControlState.Uncovered, ChangeCause.SourceStale, Source), new StateChange(Now.AddDays(-90), ControlState.Covered, ChangeCause.EvidenceArrived, Source),
            ],
        };

        var rows = Render<ControlHistorySection>(p => p.Add(c => c.Detail, detail)).FindAll("tbody tr");

        Assert.Equal(
            ["21 Nov 2026, 10:00 UTC+01:00|Uncovered|BambooHR: evidence turned stale", "At the beginning, 25 Aug 2026, 11:00 UTC+02:00|Covered|BambooHR: evidence arrived"],
            rows.Select(r => string.Join('|', r.Children.Select(c => OneLine(c.TextContent)))));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);

    private static RequirementDetail Requirement(SourceVerdict source) => new(
        new RequirementVerdict("a.kind", EvidenceAspect.Operation, source.State, source, [source], null), "A kind", Now.AddDays(-30), false, "By the manifest.", null);

    private string Notes(ControlDetail detail) => OneLine(
        string.Join(' ', Render<ControlNotes>(p => p.Add(c => c.Detail, detail)).FindAll("p, span, a").Select(e => e.TextContent)));
}
