using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Evidence;
using Portal.Compliance.Evidence.Ingest;
using Portal.Connectors.Sdk;
using Portal.Platform.Secrets;
using Portal.Platform.Time;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Evidence.Ingest;

/// <summary>However a population arrives, in one chunk or many, in any order, twice: the same evidence comes of it.</summary>
public sealed class StagingWriterTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(499)]
    [InlineData(1_250)]
    public async Task Population_OfAnySize_HasTheSameDigestWhicheverWayItCame(int people)
    {
        await using var world = await SyncWorld.CreateAsync(more: services => services.Configure<SyncOptions>(o => o.RowsInMemory = 500));
        var id = await SyncedAsync(world, Members(people));
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(Run(Members(people).Reverse().Concat(Members(2))));
        await world.SyncAsync(id);
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        using (world.Database.Services.GetRequiredService<ProductClock>().At(world.Now))
        {
            await world.SyncAsync(id);
        }

        var observations = await world.ObservationsAsync(ScriptedConnector.People);
        Assert.Equal(3, observations.Count);
        Assert.Single(observations.Select(o => o.EvidenceId).Distinct());
        Assert.Equal([0, 2, 2], observations.Select(o => (int)JsonNode.Parse(o.ProvenanceJson)!["duplicates"]!));
        var stored = await world.ReadAsync(db => db.Set<PopulationRow>().OrderBy(p => p.Pseudonym).ThenBy(p => p.Date).ToListAsync());
        Assert.Equal(people, stored.Count);
        using var digest = new PopulationDigest();
        stored.ForEach(p => digest.Add(p.Pseudonym, p.Date, p.Disposition));
        var payload = JsonNode.Parse((await world.ReadAsync(db => db.Set<EvidencePayload>().SingleAsync(p => p.EvidenceId == observations[0].EvidenceId))).Canonical)!;
        Assert.Equal(digest.ToJson().ToJsonString(), payload["population"]!.ToJsonString());
        Assert.Equal(people, await world.ReadAsync(db => db.Set<SealedSubject>().CountAsync()));
    }

    [Fact]
    public async Task Population_HoldsNoVendorId_ButItsSealOpens()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await SyncedAsync(world, [new PopulationMember(ScriptedConnector.People, "employee-4711", new DateOnly(2026, 2, 1), "counted")]);

        var row = await world.ReadAsync(db => db.Set<PopulationRow>().SingleAsync());
        var subject = await world.ReadAsync(db => db.Set<SealedSubject>().SingleAsync());
        Assert.Matches("^[0-9a-f]{32}$", row.Pseudonym);
        Assert.Equal(row.Pseudonym, subject.Pseudonym);
        await using var rows = world.Database.Rows(world.Acme);
        using var opened = await world.Database.Services.GetRequiredService<SecretSealer>()
            .OpenAsync(rows, SubjectSeal.Context(world.Acme.OrganizationId, id), subject.Sealed, CancellationToken.None);
        Assert.Equal("employee-4711"u8.ToArray(), opened.Bytes.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8_192)]
    public async Task Population_OfWhomSomeAreKnown_SealsTheOthersOnly(int rowsInMemory)
    {
        await using var world = await SyncWorld.CreateAsync(more: services => services.Configure<SyncOptions>(o => o.RowsInMemory = rowsInMemory));
        var id = await SyncedAsync(world, Members(3));
        var before = await SealsAsync(world);
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(Run(Members(5).Skip(1)));
        await world.SyncAsync(id);

        var after = await SealsAsync(world);
        Assert.Equal((3, 5), (before.Count, after.Count));
        Assert.All(before, seal => Assert.Equal(seal.Value, after[seal.Key]));
        Assert.Equal(2, (await world.ObservationsAsync(ScriptedConnector.People)).Select(o => o.EvidenceId).Distinct().Count());
        Assert.Empty(await world.ReadAsync(db => db.Set<PopulationRow>().Select(p => p.Pseudonym).Except(db.Set<SealedSubject>().Select(s => s.Pseudonym)).ToListAsync()));
    }

    [Fact]
    public async Task Population_WhoseSealsArePurgedWhileItIsStored_StoresNothingAndSealsAnewNextTime()
    {
        SyncWorld? purging = null;
        await using var world = await SyncWorld.CreateAsync(at: point =>
        {
            if (point == SyncFaultPoints.BeforeFinalTransaction && purging is not null)
            {
                using var rows = purging.Database.Rows(purging.Acme);
                Assert.Equal(3, rows.Set<SealedSubject>().ExecuteDelete());
                purging = null;
            }
        });
        var id = await SyncedAsync(world, Members(3));
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(Run(Members(4)));
        purging = world;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.SyncAsync(id));

        Assert.Equal(1, await world.ReadAsync(db => db.Set<Observation>().CountAsync(o => o.Kind == ScriptedConnector.People)));
        Assert.Empty(await SealsAsync(world));
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(id)).State);
        Assert.Equal(4, (await SealsAsync(world)).Count);
    }

    private static Task<Dictionary<string, byte[]>> SealsAsync(SyncWorld world) =>
        world.ReadAsync(db => db.Set<SealedSubject>().ToDictionaryAsync(s => s.Pseudonym, s => s.Sealed));

    private static async Task<Guid> SyncedAsync(SyncWorld world, IEnumerable<CollectedItem> members)
    {
        var connected = await world.ConnectAsync();
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(Run(members));
        Assert.Equal(RunState.Succeeded, (await world.RunQueuedAsync(connected.ConnectionId, connected.RunId)).State);
        return connected.ConnectionId;
    }

    private static IEnumerable<CollectedItem> Members(int people) => Enumerable.Range(0, people)
        .Select(i => new PopulationMember(ScriptedConnector.People, $"{i}", new DateOnly(2026, 1, 1).AddDays(i % 28), "counted"));

    private static IEnumerable<CollectedItem> Run(IEnumerable<CollectedItem> members) =>
        [.. members, ScriptedConnector.Draft(ScriptedConnector.People, 1), ScriptedConnector.Draft(ScriptedConnector.Tasks, 1), new RunFacts("{}")];
}
