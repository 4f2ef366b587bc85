using Bunit;
using Portal.Platform.Results;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class SmallPartsTests : PartContext
{
    [Fact]
    public void EmptyState_SaysWhatIsMissingWhyAndWhatNext()
    {
        var empty = Render<EmptyState>(p => p.Add(e => e.Title, "No connections yet").AddChildContent("Evidence arrives through one.")
            .Add(e => e.Actions, "<a href=\"/o/acme/catalog\">Open the catalogue</a>"));

        empty.MarkupMatches("""
            <section class="p-empty"><h2>No connections yet</h2><div class="p-soft">Evidence arrives through one.</div>
            <div class="p-row p-empty-actions"><a href="/o/acme/catalog">Open the catalogue</a></div></section>
            """);
    }

    [Fact]
    public void ProblemNote_IsReadOutAndAbsentWithoutAProblem()
    {
        Assert.Equal("", Render<ProblemNote>(p => p.Add(n => n.Problem, null)).Markup);
        var note = Render<ProblemNote>(p => p.Add(n => n.Problem, new Problem("x", "It is taken.", "Each has its own.", "Choose another.")));

        Assert.Equal("It is taken. Each has its own. Choose another.", note.Find("[role=alert]").TextContent.Trim());
    }

    [Fact]
    public void TabLinks_MarkTheOneThatIsShown()
    {
        var tabs = Render<TabLinks>(p => p.Add(t => t.Label, "Views").Add(t => t.Current, "raw")
            .Add(t => t.Tabs, [new("summary", "Summary", "?tab=summary"), new("raw", "Raw", "?tab=raw")]));

        tabs.MarkupMatches("""
            <nav class="p-tabs" aria-label="Views"><a href="?tab=summary" class="p-tab">Summary</a><a href="?tab=raw" class="p-tab" aria-current="page">Raw</a></nav>
            """);
    }

    [Fact]
    public void Stepper_SaysWhereOneIs()
    {
        var stepper = Render<Stepper>(p => p.Add(s => s.Label, "Steps").Add(s => s.Steps, ["Key", "Subdomain"]).Add(s => s.Current, 1));

        Assert.Equal("Subdomain", stepper.Find("[aria-current=step] span:last-child").TextContent);
        Assert.Equal("(done)", stepper.Find(".p-step-done .p-visually-hidden").TextContent);
    }

    [Fact]
    public void Chart_HidesTheDrawingAndOffersItsNumbers()
    {
        var chart = Render<ChartWithTable>(p => p.Add(c => c.Title, "Coverage").Add(c => c.Summary, "21 of 26 covered.")
            .AddChildContent("<svg></svg>").Add(c => c.Table, "<table><tr><td>21</td></tr></table>"));

        Assert.Equal("true", chart.Find(".p-chart-drawing").GetAttribute("aria-hidden"));
        Assert.Equal("Coverage, as a table", chart.Find("[role=region]").GetAttribute("aria-label"));
        Assert.Equal("21", chart.Find("[role=region] td").TextContent);
    }

    [Fact]
    public void LoadingRows_AreSaidOnceAndAsHighAsWhatComes()
    {
        var rows = Render<LoadingRows>(p => p.Add(r => r.Count, 3).Add(r => r.RowHeight, 52));

        Assert.Equal("Loading…", rows.Find("[role=status]").TextContent);
        Assert.Equal((3, "--p-loading-row: 52px"), (rows.FindAll(".p-loading-row").Count, rows.Find(".p-loading").GetAttribute("style")));
    }
}
