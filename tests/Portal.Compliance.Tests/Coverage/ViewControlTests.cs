using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Tests.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.AuditLog;
using Portal.Platform.Results;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Coverage;

public sealed class ViewControlTests
{
    [Theory]
    [InlineData("soc2", "CC99.1")]
    [InlineData("pci", "1.1")]
    public async Task ViewControl_NotShipped_IsNotFound(string framework, string control)
    {
        await using var story = await Story.CreateAsync(days: 1);

        Assert.Null(await story.Get<ViewControl>().ExecuteAsync(framework, control));
        Assert.Equal(framework == "pci", await story.Get<ViewFramework>().ExecuteAsync(framework) is null);
    }

    [Fact]
    public async Task ViewControl_Covered_ShowsRequirementsWithOriginAndSupportingKindsApart()
    {
        await using var story = await Story.CreateAsync(days: 5);

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!;

        Assert.Equal((ControlState.Covered, true, true), (control.Verdict!.State, control.Verdict.PopulationOnly, control.Adopted));
        var requirement = Assert.Single(control.Requirements);
        Assert.Equal((FrameworkWorld.Leavers, "Terminations, last 30 days", false), (requirement.Verdict.Kind, requirement.KindTitle, requirement.ByPerson));
        Assert.Equal([FrameworkWorld.Active], control.Supporting.Select(s => s.Kind));
    }

    [Fact]
    public async Task ViewControl_FiveDaysOfFailures_DrawsTheGapWithReasonAndAlert()
    {
        await using var story = await Story.CreateAsync(days: 5);
        var staleAt = story.LastRun.AddHours(48);
        await story.AddFailedRunAsync(story.LastRun.AddDays(1), "KeyRejected", "BambooHR refused the key.");
        await story.AddFailedRunAsync(story.LastRun.AddDays(2), "KeyRejected", "BambooHR refused the key again.");
        await story.AddAlertAsync(AlertCause.KeyRefused, story.LastRun.AddDays(1));
        // Open all the while, and about what was collected: it told nobody that nothing is.
        await story.AddAlertAsync(AlertCause.EvidenceFailing, story.LastRun.AddDays(-3));
        await story.SyncAsync(story.LastRun.AddDays(5));
        story.Database.Clock.Advance(TimeSpan.FromDays(5));

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!;

        var gap = Assert.Single(Assert.Single(control.Strips).Gaps);
        Assert.Equal((staleAt.AddTicks(1), story.LastRun.AddDays(5), story.LastRun), (gap.Span.From, gap.Span.To, gap.Span.LastAsOf));
        Assert.Equal((2, "KeyRejected", "BambooHR refused the key again."), (gap.FailedRuns, gap.LastErrorCode, gap.LastError));
        Assert.Equal((AlertCause.KeyRefused, story.LastRun.AddDays(1)), (gap.Alert!.Cause, gap.Alert.OpenedAt));
        Assert.Equal(
            [
                (story.LastRun.AddDays(5), ControlState.Covered, ChangeCause.EvidenceArrived), (staleAt.AddTicks(1), ControlState.Uncovered, ChangeCause.SourceStale),
            ],
            control.History.Take(2).Select(h => (h.At, h.State!.Value, h.Cause!.Value)));
    }

    [Fact]
    public async Task ViewControl_DemoClockMovedOverTheGap_SaysSo_AndOnlyThen()
    {
        await using var story = await Story.CreateAsync(days: 2);
        await using (var work = await story.Get<TenantDatabase>().BeginAsync(CancellationToken.None))
        {
            work.Audit(AuditAction.DemoClockMoved, "organization", story.Database.Acme.OrganizationId, []);
            await work.CommitAsync(CancellationToken.None);
        }

        await story.SyncAsync(story.LastRun.AddDays(3));
        await story.SyncAsync(story.LastRun.AddDays(7));
        story.Database.Clock.Advance(TimeSpan.FromDays(7));

        var gaps = Assert.Single((await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!.Strips).Gaps;

        Assert.Equal([(story.LastRun.AddDays(3), true), (story.LastRun.AddDays(7), false)], gaps.Select(g => (g.Span.To, g.ClockMoved)));
    }

    /// <summary>Paused over the first gap, resumed after it; the second one has another reason.</summary>
    [Fact]
    public async Task ViewControl_PausedOverTheGap_SaysByWhom_AndOnlyThen()
    {
        await using var story = await Story.CreateAsync(days: 2);
        await AuditAsync(AuditAction.ConnectionPaused);
        story.Database.Clock.Advance(TimeSpan.FromDays(3));
        await AuditAsync(AuditAction.ConnectionResumed);
        await story.SyncAsync(story.LastRun.AddDays(3));
        await story.SyncAsync(story.LastRun.AddDays(7));
        story.Database.Clock.Advance(TimeSpan.FromDays(4));

        var gaps = Assert.Single((await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!.Strips).Gaps;

        Assert.Equal([(story.LastRun.AddDays(3), true), (story.LastRun.AddDays(7), false)], gaps.Select(g => (g.Span.To, g.Pause is not null)));
        Assert.NotEmpty(gaps[0].Pause!.By);

        async Task AuditAsync(AuditAction action)
        {
            await using var work = await story.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
            work.Audit(action, "connection", story.Connection, []);
            await work.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Coming into force and going is a change as well, and has its reason.</summary>
    [Fact]
    public async Task ViewControl_InAndOutOfForce_SaysWhether_TheFrameworkOrTheScopeWasChanged()
    {
        await using var story = await Story.CreateAsync(days: 2);
        await ADayLaterAsync(() => story.Get<ScopeControl>().ExecuteAsync("soc2", "CC6.3", inScope: false, "Another company's."));
        await ADayLaterAsync(() => story.Get<ScopeControl>().ExecuteAsync("soc2", "CC6.3", inScope: true, "Ours after all."));
        await ADayLaterAsync(() => story.Get<DropFramework>().ExecuteAsync("soc2", "Not this year."));
        story.Database.Clock.Advance(TimeSpan.FromDays(1));

        var history = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!.History;

        Assert.Equal(
            [
                (null, ChangeCause.FrameworkDropped), (true, ChangeCause.ScopeChanged), (null, ChangeCause.ScopeChanged), (true, ChangeCause.EvidenceArrived),
                (true, ChangeCause.FrameworkAdopted), (null, (ChangeCause?)null),
            ],
            history.Select(h => (h.State is null ? (bool?)null : true, h.Cause)));

        async Task ADayLaterAsync(Func<Task<Result<Done>>> change)
        {
            story.Database.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Null((await change()).Problem);
        }
    }

    [Fact]
    public async Task ViewControl_AskedAboutThePast_ShowsNothingThatCameLater()
    {
        await using var story = await Story.CreateAsync(days: 5);
        var asOf = story.LastRun.AddDays(-2).AddHours(1);

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.2", asOf))!;

        Assert.True(control.IsPast);
        Assert.Equal(story.LastRun.AddDays(-2), control.Requirements[0].Verdict.Deciding!.AsOf);
        Assert.All(control.Evidence, e => Assert.True(e.LastObservedAt <= asOf));
        Assert.All(control.History, h => Assert.True(h.At <= asOf));
    }

    [Fact]
    public async Task ViewControl_EvidenceLinkedToIt_IsListedNewestFirstWithTheQuarantinedMarked()
    {
        await using var story = await Story.CreateAsync(days: 2);
        await story.Database.AddRunAsync(
            story.Database.Acme, story.Connection, story.LastRun.AddMinutes(30),
            new Dictionary<string, EvidenceResult> { [FrameworkWorld.Leavers] = EvidenceResult.Inconclusive }, accepted: false);
        await LinkAllAsync(story);

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!;

        Assert.Equal(
            [
                (story.LastRun.AddMinutes(30), false, EvidenceResult.Inconclusive), (story.LastRun, true, EvidenceResult.Satisfied),
                (story.LastRun.AddDays(-1), true, EvidenceResult.Satisfied),
            ],
            control.Evidence.Select(e => (e.LastObservedAt, e.LastAccepted, e.Result)));
        Assert.Equal(ControlState.Covered, control.Verdict!.State);
    }

    [Fact]
    public async Task ViewControl_EvidenceFoundLongAgoAndSeenToday_IsListedBeforeWhatIsGone()
    {
        await using var story = await Story.CreateAsync(days: 20);
        await LinkAllAsync(story);
        await using (var db = story.Database.Rows(story.Database.Acme))
        {
            var old = await db.Set<Observation>().Where(o => o.Kind == FrameworkWorld.Leavers).OrderBy(o => o.AsOf).FirstAsync();
            db.Add(new Observation
            {
                OrganizationId = old.OrganizationId,
                Id = Guid.CreateVersion7(),
                EvidenceId = old.EvidenceId,
                ConnectionId = old.ConnectionId,
                Kind = old.Kind,
                RunId = old.RunId,
                AsOf = TestDatabase.Start,
                Accepted = true,
                Result = old.Result,
                ProvenanceJson = "{}",
            });
            await db.SaveChangesAsync();
        }

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.3"))!;

        Assert.Equal((TestDatabase.Start, story.LastRun.AddDays(-19)), (control.Evidence[0].LastObservedAt, control.Evidence[0].FirstObservedAt));
    }

    [Fact]
    public async Task ViewControl_OutOfScope_HasNoVerdictAndSaysWhy()
    {
        await using var story = await Story.CreateAsync(days: 1);
        await story.Get<ScopeControl>().ExecuteAsync("soc2", "CC6.4", false, "No premises.");

        var control = (await story.Get<ViewControl>().ExecuteAsync("soc2", "CC6.4"))!;
        var framework = (await story.Get<ViewFramework>().ExecuteAsync("soc2"))!;

        Assert.Null(control.Verdict);
        Assert.Equal(new OutOfScopeControl("CC6.4", "No premises.", TestDatabase.Start), control.OutOfScope);
        Assert.Equal("No premises.", framework.Groups.SelectMany(g => g.Controls).Single(c => c.Id == "CC6.4").OutOfScopeReason);
        Assert.Equal(32, framework.Headline!.InScope);
    }

    private static async Task LinkAllAsync(Story story)
    {
        await using var db = story.Database.Rows(story.Database.Acme);
        foreach (var evidence in db.Set<EvidenceRecord>().Where(e => e.Kind == FrameworkWorld.Leavers).ToList())
        {
            db.Add(new EvidenceControl
            {
                OrganizationId = evidence.OrganizationId,
                EvidenceId = evidence.Id,
                Framework = "soc2",
                Control = "CC6.3",
                Relation = LinkRelation.Primary,
                Aspect = EvidenceAspect.Population,
            });
        }

        await db.SaveChangesAsync();
    }
}
