using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class ChecklistTests : PartContext
{
    [Fact]
    public void Checklist_WhenAnItemChanges_SaysThatOneOnce()
    {
        var list = Render<Checklist>(p => p.Add(c => c.Label, "Connection test").Add(c => c.Items, [Reach(ChecklistState.Running), SignIn(ChecklistState.Waiting)]));
        Assert.Equal("Reach acme: running.", Said(list));

        list.Render(p => p.Add(c => c.Items, [Reach(ChecklistState.Done, "204 ms"), SignIn(ChecklistState.Waiting)]));
        Assert.Equal("Reach acme: done. 204 ms", Said(list));

        list.Render(p => p.Add(c => c.Items, [Reach(ChecklistState.Done, "204 ms"), SignIn(ChecklistState.Failed, "The key was refused.")]));
        Assert.Equal("Sign in: failed. The key was refused.", Said(list));
    }

    [Fact]
    public void Checklist_ShowsHowFarItIsInWordsAndNumbers()
    {
        var list = Render<Checklist>(p => p.Add(c => c.Label, "Connection test").Add(c => c.Items, [Reach(ChecklistState.Done), SignIn(ChecklistState.Running)]));

        var progress = list.Find("progress");
        Assert.Equal(("Connection test", "1", "2"), (progress.GetAttribute("aria-label"), progress.GetAttribute("value"), progress.GetAttribute("max")));
        Assert.Equal(["Reach acme done", "Sign in running"], list.FindAll(".p-checklist-title").Select(t => t.TextContent));
        Assert.Equal("true", list.Find(".p-checklist").GetAttribute("aria-busy"));
    }

    private static string Said(IRenderedComponent<Checklist> list) => list.Find("[role=status]").TextContent.Trim();

    private static ChecklistItem Reach(ChecklistState state, string? detail = null) => new("reach", "Reach acme", state, detail);

    private static ChecklistItem SignIn(ChecklistState state, string? detail = null) => new("signin", "Sign in", state, detail);
}
