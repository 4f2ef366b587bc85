using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Evidence;

public sealed class SearchEvidenceTests : IAsyncLifetime
{
    private SyncWorld _world = null!;
    private Guid _first;
    private Guid _second;

    /// <summary>Two connections; the first one finds three people on day 0, again on day 1, and four on day 2, when its tasks fall short.</summary>
    public async ValueTask InitializeAsync()
    {
        _world = await SyncWorld.CreateAsync(more: services => services.AddFrameworks());
        _world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: 3));
        _first = await _world.ConnectAndSyncAsync("acme");
        _second = await _world.ConnectAndSyncAsync("other");
        _world.Database.Clock.Advance(TimeSpan.FromDays(1));
        await _world.SyncAsync(_first);
        _world.Database.Clock.Advance(TimeSpan.FromDays(1));
        _world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: 4, EvidenceResult.NotSatisfied, "below_threshold"));
        await _world.SyncAsync(_first);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task SearchEvidence_NoFilter_FindsEveryPieceOnceNewestFirst()
    {
        var all = await FindAsync(new EvidenceFilter());

        Assert.Equal(6, all.Count);
        Assert.Equal(all.OrderByDescending(e => e.FirstObservedAt).ThenByDescending(e => e.Id).Select(e => e.Id), all.Select(e => e.Id));
        var seenTwice = Assert.Single(all, e => e is { ConnectionName: var name, Headline: "3 people" } && e.ConnectionId == _first);
        Assert.Equal((2, TestDatabase.Start, TestDatabase.Start.AddDays(1)), (seenTwice.Observations, seenTwice.FirstObservedAt, seenTwice.LastObservedAt));
    }

    [Fact]
    public async Task SearchEvidence_PageByPage_GivesEveryRowExactlyOnce()
    {
        // Four of the six share their first instant: only the id keeps them apart.
        var whole = (await FindAsync(new EvidenceFilter())).Select(e => e.Id).ToList();
        await using var scope = _world.Enter();
        var pages = new List<Guid>();
        for (var skip = 0; skip < whole.Count; skip++)
        {
            var page = await scope.Get<SearchEvidence>().ExecuteAsync(new EvidenceFilter(), skip, 1);
            Assert.Equal(whole.Count, page.Total);
            pages.Add(Assert.Single(page.Items).Id);
        }

        Assert.Equal(whole, pages);
    }

    [Fact]
    public async Task SearchEvidence_EachFilter_KeepsExactlyWhatItSays()
    {
        Assert.Equal(3, (await FindAsync(new EvidenceFilter(Kind: ScriptedConnector.People))).Count);
        Assert.All(await FindAsync(new EvidenceFilter(ConnectionId: _second)), e => Assert.Equal(_second, e.ConnectionId));
        Assert.Equal(2, (await FindAsync(new EvidenceFilter(ConnectionId: _second))).Count);
        Assert.Equal("7 done", Assert.Single(await FindAsync(new EvidenceFilter(Result: EvidenceResult.NotSatisfied))).Headline);
        Assert.Equal(3, (await FindAsync(new EvidenceFilter(Framework: "soc2", Control: "CC6.2"))).Count);
        Assert.Equal(6, (await FindAsync(new EvidenceFilter(Framework: "soc2"))).Count);
        Assert.Empty(await FindAsync(new EvidenceFilter(Framework: "hipaa")));
    }

    [Fact]
    public async Task SearchEvidence_RunThatOnlySawKnownEvidence_FindsWhatItSaw()
    {
        var again = await _world.ReadAsync(db => db.Set<ConnectorRun>().Where(r => r.ConnectionId == _first).OrderBy(r => r.QueuedAt).Skip(1).FirstAsync());

        var seen = await FindAsync(new EvidenceFilter(RunId: again.Id));

        Assert.Equal(2, seen.Count);
        Assert.All(seen, e => Assert.Equal(TestDatabase.Start, e.FirstObservedAt));
    }

    [Fact]
    public async Task SearchEvidence_Period_FindsEvidenceThatStayedTrueInIt()
    {
        var day1 = await FindAsync(new EvidenceFilter(From: TestDatabase.Start.AddHours(12), To: TestDatabase.Start.AddHours(36)));
        var upToDay2 = await FindAsync(new EvidenceFilter(From: TestDatabase.Start.AddHours(36), To: TestDatabase.Start.AddDays(2)));
        var onDay2 = await FindAsync(new EvidenceFilter(From: TestDatabase.Start.AddDays(2)));

        Assert.Equal(["3 people", "7 done"], day1.Select(e => e.Headline).Order());
        Assert.All(day1, e => Assert.Equal(TestDatabase.Start, e.FirstObservedAt));
        Assert.Empty(upToDay2);
        Assert.Equal(["4 people", "7 done"], onDay2.Select(e => e.Headline).Order());
    }

    [Fact]
    public async Task SearchEvidence_OtherOrganization_FindsNothing()
    {
        await using var globex = _world.Database.Enter(_world.Database.Globex);

        Assert.Equal(0, (await globex.Get<SearchEvidence>().ExecuteAsync(new EvidenceFilter(), 0, 100)).Total);
    }

    [Fact]
    public async Task ViewEvidence_WhenTheSourceSaysSomethingElse_NamesWhatSupersedesIt()
    {
        var people = await FindAsync(new EvidenceFilter(Kind: ScriptedConnector.People, ConnectionId: _first));
        await using var scope = _world.Enter();

        var before = await scope.Get<ViewEvidence>().ExecuteAsync(people[1].Id);
        var now = await scope.Get<ViewEvidence>().ExecuteAsync(people[0].Id);

        Assert.Equal((people[0].Id, TestDatabase.Start.AddDays(1)), (before!.SupersededBy, before.LastAcceptedAt));
        Assert.Equal((null, Freshness.Fresh, 4), (now!.SupersededBy, now.Freshness, now.PopulationCount));
        _world.Database.Clock.Advance(TimeSpan.FromHours(49));
        Assert.Equal(Freshness.Stale, (await scope.Get<ViewEvidence>().ExecuteAsync(people[0].Id))!.Freshness);
    }

    [Fact]
    public async Task ViewEvidence_UsedIn_SaysWhatRequiresItNow_NotWhatCould()
    {
        var tasks = (await FindAsync(new EvidenceFilter(Kind: ScriptedConnector.Tasks, ConnectionId: _first)))[0];
        await using var scope = _world.Enter();
        async Task<string[]> UsesAsync() =>
            [.. (await scope.Get<ViewEvidence>().ExecuteAsync(tasks.Id))!.UsedIn.Select(u => $"{u.Control} adopted {u.Adopted}, required {u.Required}")];

        Assert.Equal(["A.6.1 adopted False, required False", "CC1.4 adopted True, required True"], await UsesAsync());
        Assert.True((await scope.Get<AdoptFramework>().ExecuteAsync("iso27001")).IsOk);
        Assert.Equal(["A.6.1 adopted True, required False", "CC1.4 adopted True, required True"], await UsesAsync());
        Assert.True((await scope.Get<ChangeRequirement>().ExecuteAsync("soc2", "CC1.4", ScriptedConnector.Tasks, false, "Done by hand.")).IsOk);
        // Another control that requires it is no use of this one.
        Assert.True((await scope.Get<ChangeRequirement>().ExecuteAsync("soc2", "CC1.5", ScriptedConnector.Tasks, true, "Shown there.")).IsOk);
        Assert.Equal(["A.6.1 adopted True, required False", "CC1.4 adopted True, required False"], await UsesAsync());
    }

    [Fact]
    public async Task ViewEvidence_Preimage_HashesToTheStoredFingerprint()
    {
        await using var scope = _world.Enter();
        foreach (var row in await FindAsync(new EvidenceFilter()))
        {
            var evidence = await scope.Get<ViewEvidence>().ExecuteAsync(row.Id);

            Assert.Equal(row.Fingerprint, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(evidence!.Preimage!))));
        }
    }

    [Fact]
    public async Task ListPopulation_PageByPage_GivesEveryMemberOnceInTheOrderOfItsDigest()
    {
        var newest = (await FindAsync(new EvidenceFilter(Kind: ScriptedConnector.People)))[0];
        await using var scope = _world.Enter();
        var list = scope.Get<ListPopulation>();

        var whole = await list.ExecuteAsync(newest.Id, 0, 10);
        var second = await list.ExecuteAsync(newest.Id, 2, 2);

        Assert.Equal(4, whole.Total);
        Assert.Equal(whole.Items.OrderBy(m => m.Pseudonym, StringComparer.Ordinal), whole.Items);
        Assert.Equal(4, whole.Items.DistinctBy(m => m.Pseudonym).Count());
        Assert.Equal(whole.Items.Skip(2), second.Items);
        Assert.All(whole.Items, m => Assert.DoesNotContain(m.Pseudonym, new[] { "1", "2", "3", "4" }));
    }

    private async Task<IReadOnlyList<EvidenceRow>> FindAsync(EvidenceFilter filter)
    {
        await using var scope = _world.Enter();
        var page = await scope.Get<SearchEvidence>().ExecuteAsync(filter, 0, 100);
        Assert.Equal(page.Total, page.Items.Count);
        return page.Items;
    }
}
