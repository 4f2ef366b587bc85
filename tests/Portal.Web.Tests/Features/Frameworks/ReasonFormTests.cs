using Bunit;
using Portal.Platform.Results;
using Portal.Web.Features.Frameworks;
using Portal.Web.Tests.Features.Coverage;

namespace Portal.Web.Tests.Features.Frameworks;

public sealed class ReasonFormTests : CoverageContext
{
    [Fact]
    public void ReasonForm_Submitted_HandsOverWhatWasTyped()
    {
        Enter();
        string? given = null;
        var form = Show(p => p.Add(c => c.OnConfirm, reason => given = reason));

        form.Find("textarea").Input("Customers ask for it.");
        form.Find("form").Submit();

        Assert.Equal("Customers ask for it.", given);
        Assert.Equal(["Drop SOC 2"], form.FindAll("button").Select(b => b.TextContent));
    }

    [Fact]
    public void ReasonForm_Refused_ShowsTheProblemAndMarksTheField()
    {
        Enter();

        var form = Show(p => p.Add(c => c.Problem, new Problem("reason_missing", "A reason is needed.", "It is kept.", "Say why.", "reason")));

        Assert.Equal("A reason is needed. It is kept. Say why.", form.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("true", form.Find("textarea").GetAttribute("aria-invalid"));
        Assert.Equal("drop-reason", form.Find("label").GetAttribute("for"));
    }

    private IRenderedComponent<ReasonForm> Show(Action<ComponentParameterCollectionBuilder<ReasonForm>> more) => Render<ReasonForm>(p =>
    {
        p.Add(c => c.Id, "drop").Add(c => c.Title, "Drop").Add(c => c.Confirm, "Drop SOC 2");
        more(p);
    });
}
