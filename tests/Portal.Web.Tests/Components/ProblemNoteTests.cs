using Bunit;
using Portal.Platform.Authorization;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class ProblemNoteTests : PartContext
{
    private string? _typed = "Moving away";

    [Fact]
    public void Problem_ThatNeedsANewSignIn_KeepsWhatWasTypedInTheBrowser()
    {
        JSInterop.Setup<string?>("portal.takeDraft", "note").SetResult(null);
        var kept = JSInterop.SetupVoid("portal.keepDraft", "note", "Moving away").SetVoidResult();

        var note = Show();
        note.Render(p => p.Add(n => n.Problem, SignInProof.Missing));

        Assert.Single(kept.Invocations);
        Assert.DoesNotContain("Moving", note.Find("a").GetAttribute("href")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Note_AfterTheNewSignIn_BringsItBackOnce()
    {
        JSInterop.Setup<string?>("portal.takeDraft", "note").SetResult("Moved already");

        Show();

        Assert.Equal("Moved already", _typed);
    }

    private IRenderedComponent<ProblemNote> Show() =>
        Render<ProblemNote>(p => p.Add(n => n.Id, "note").Bind(n => n.Draft, _typed, typed => _typed = typed));
}
