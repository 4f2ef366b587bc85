using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Trail;
using Portal.Connectors;
using Portal.EndToEnd.Tests.Hosting;
using Portal.EndToEnd.Tests.Journeys;
using Portal.Simulator;

namespace Portal.EndToEnd.Tests.Faults;

/// <summary>
/// The real process dies by SIGKILL at each named point of connecting and syncing. Started again, it puts itself right: no lost, half or
/// double run, evidence or audit entry.
/// </summary>
public sealed class KillTests
{
    private const int Killed = 128 + 9;

    public static TheoryData<string> Points => [.. SyncFaultPoints.All];

    [Theory, MemberData(nameof(Points))]
    public async Task Process_KilledAtEachPoint_PutsItselfRightWhenStartedAgain(string point)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGKILL here.");
        await using var world = await KillWorld.CreateAsync();
        var fails = point is SyncFaultPoints.DuringFailureWrite or SyncFaultPoints.AfterFailureCommit;
        if (point != SyncFaultPoints.AfterConnectCommit)
        {
            await world.ConnectAsync();
        }

        if (fails)
        {
            world.Vendor.RevokeKey(MagicKeys.Good);
        }

        using (var doomed = world.Start(point, staged: Staged.Contains(point)))
        {
            await ProvokeAsync(point, doomed);
            var code = await doomed.DiedAsync();
            Assert.True(code == Killed, $"It ended with {code}:\n{doomed.Output}");
        }

        world.Vendor.RestoreKey(MagicKeys.Good);
        using (var again = world.Start())
        {
            await again.ListeningAsync();
            await IdleAsync(world, again, expectSuccess: point != SyncFaultPoints.AfterFailureCommit);
        }

        await AssertWholeAsync(world);
    }

    /// <summary>Most points are reached by the waiting first run alone; two need a person.</summary>
    private static async Task ProvokeAsync(string point, PortalProcess doomed)
    {
        if (point is not (SyncFaultPoints.AfterConnectCommit or SyncFaultPoints.AfterRunQueued))
        {
            return;
        }

        await using var ada = await Visitor.ComeAsync(await doomed.ListeningAsync(), "ada");
        if (point == SyncFaultPoints.AfterConnectCommit)
        {
            await (await Wizard.OpenAsync(ada, KillWorld.Organization)).FillAndTestAsync(MagicKeys.Good, "acme");
        }
        else
        {
            await ada.GoAsync($"/o/{KillWorld.Organization}/connections");
            await ada.Page.Locator("main h2 a").First.ClickAsync();
            await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        }

        await doomed.DiedAsync();
    }

    /// <summary>Nothing waits, nothing runs and, where the vendor answers, a sync has succeeded.</summary>
    private static async Task IdleAsync(KillWorld world, PortalProcess again, bool expectSuccess)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        List<RunState> states = [];
        try
        {
            do
            {
                states = await world.ReadAsync(services => RowsAsync<ConnectorRun, RunState>(services, runs => runs.Select(r => r.State)));
            }
            while ((states.Count == 0 || states.Exists(s => !Transitions.IsFinal(s)) || (expectSuccess && !states.Exists(IsGood)))
                && await often.WaitForNextTickAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not come to rest: {string.Join(", ", states)}.\n{again.Output}");
        }
    }

    private static async Task AssertWholeAsync(KillWorld world)
    {
        var runs = await world.ReadAsync(services => RowsAsync<ConnectorRun, ConnectorRun>(services, all => all));
        var observations = await world.ReadAsync(services => RowsAsync<Observation, Guid>(services, all => all.Select(o => o.RunId)));
        var entries = (await world.ReadAsync(services =>
            services.GetRequiredService<SearchAuditLog>().ExecuteAsync(new AuditFilter(), 0, 1_000, TestContext.Current.CancellationToken))).Items;
        var kinds = await world.ReadAsync(services => Task.FromResult(services.GetRequiredService<Catalog>().Require("bamboohr").Manifest.EvidenceKinds.Count));

        Assert.All(runs, run => Assert.True(Transitions.IsFinal(run.State), $"Run {run.Id} is {run.State}."));
        Assert.Equal(runs.Count, runs.Select(r => (r.ConnectionId, r.Slot)).Distinct().Count());
        foreach (var run in runs)
        {
            // All of it or nothing, and said exactly once.
            Assert.Equal(IsGood(run.State) ? kinds : 0, observations.Count(id => id == run.Id));
            Assert.Equal(1, entries.Count(e => e.SubjectId == run.Id.ToString("D") && Ends.Contains(e.Action)));
        }

        var evidence = await world.ReadAsync(services => RowsAsync<EvidenceRecord, Guid>(services, all => all.Select(e => e.Id)));
        var payloads = await world.ReadAsync(services => RowsAsync<EvidencePayload, Guid>(services, all => all.Select(p => p.EvidenceId)));
        Assert.Equal(evidence.Order(), payloads.Order());
        Assert.Equal(observations.Count, entries.Count(e => e.Action == "evidence.observed"));
        Assert.Equal(1, entries.Count(e => e.Action == "connection.connected"));
        Assert.Empty(await world.ReadAsync(services => RowsAsync<StagedDraft, Guid>(services, all => all.Select(d => d.RunId))));
        Assert.Empty(await world.ReadAsync(services => RowsAsync<StagedMember, Guid>(services, all => all.Select(m => m.RunId))));
        var verified = await world.ReadAsync(services => services.GetRequiredService<VerifyAuditLog>().ExecuteAsync(null, TestContext.Current.CancellationToken));
        Assert.True(verified.IsIntact, verified.FirstFault?.ToString());
    }

    /// <summary>Where there is something staged to be left behind. Everywhere else the small company stays in memory, as it does in life.</summary>
    private static readonly string[] Staged =
        [SyncFaultPoints.AfterFirstChunk, SyncFaultPoints.BeforeFinalTransaction, SyncFaultPoints.InsideFinalAfterEvidence];

    private static readonly string[] Ends = ["sync.succeeded", "sync.limited", "sync.quarantined", "sync.failed", "sync.cancelled", "sync.abandoned"];

    private static bool IsGood(RunState state) => state is RunState.Succeeded or RunState.Limited;

    private static async Task<List<TResult>> RowsAsync<TRow, TResult>(IServiceProvider services, Func<IQueryable<TRow>, IQueryable<TResult>> of)
        where TRow : class
    {
        await using var db = services.GetRequiredService<TenantDatabase>().Open();
        return await of(db.Set<TRow>()).ToListAsync(TestContext.Current.CancellationToken);
    }
}
