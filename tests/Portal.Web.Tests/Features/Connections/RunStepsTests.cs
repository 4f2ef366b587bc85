using Bunit;
using Portal.Connectors.Sdk;
using Portal.Web.Features.Connections;
using Portal.Web.Tests.Components;

namespace Portal.Web.Tests.Features.Connections;

/// <summary>The steps of a run that is over, one of which was not.</summary>
public sealed class RunStepsTests : PartContext
{
    private static readonly IReadOnlyList<CollectionStep> Steps =
        [new("sign_in", "Sign in", StepState.Done), new("fields", "See fields", StepState.Warned, Note: "Not visible: x."), new("people", "Count", StepState.Running, 40, 100)];

    [Theory]
    [InlineData(true, "Stopped", "stopped here", 2)]
    [InlineData(false, "Failed", "failed", 3)]
    public void Step_ThatRanWhenTheRunEnded_FailedOnlyIfTheRunDid(bool stopped, string state, string word, int finished)
    {
        var page = Render<RunSteps>(p => p.Add(s => s.Steps, Steps).Add(s => s.Stopped, stopped));

        Assert.Equal(["Done", "Warning", state], page.FindAll("li").Select(li => li.GetAttribute("data-state")));
        Assert.Equal(word, page.FindAll(".p-checklist-word")[2].TextContent);
        Assert.Equal($"{finished}", page.Find("progress.p-checklist-progress").GetAttribute("value"));
    }
}
