using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Coverage;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Retention;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Retention;

/// <summary>Evidence of two ages: three people were last seen in the first year, four in the eighth.</summary>
internal sealed class RetentionWorld(SyncWorld sync, Guid connection) : IAsyncDisposable
{
    public SyncWorld Sync => sync;

    public Guid Connection => connection;

    public static async Task<RetentionWorld> CreateAsync(Compliance.Data.DatabaseEngine engine = Compliance.Data.DatabaseEngine.Sqlite)
    {
        var sync = await SyncWorld.CreateAsync(engine, more: services => services.AddFrameworks().AddCoverage());
        sync.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: 3));
        var world = new RetentionWorld(sync, await sync.ConnectAndSyncAsync());
        await world.PassAsync(days: 7 * 366);
        await world.SeeAsync(people: 4);
        return world;
    }

    public Task PassAsync(int days)
    {
        sync.Database.Clock.Advance(TimeSpan.FromDays(days));
        return Task.CompletedTask;
    }

    public async Task SeeAsync(int people)
    {
        sync.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people));
        await sync.SyncAsync(connection);
    }

    public async Task<PurgeOutcome> PurgeAsync()
    {
        await using var scope = sync.System();
        return (await scope.Get<PurgeExpired>().ExecuteAsync()).Value;
    }

    public async Task FreezeAsync(Guid evidence, DateTimeOffset until)
    {
        await using var scope = sync.Enter();
        Assert.Null((await scope.Get<FreezeEvidence>().ExecuteAsync(Guid.CreateVersion7(), "SOC 2, 2026", [evidence], until)).Problem);
    }

    /// <summary>The people seen in the first year.</summary>
    public Task<Guid> OldAsync() => sync.ReadAsync(db => db.Set<EvidenceRecord>()
        .Where(e => e.Kind == ScriptedConnector.People).OrderBy(e => e.FirstObservedAt).Select(e => e.Id).FirstAsync());

    public Task<int> PayloadsAsync() => sync.ReadAsync(db => db.Set<EvidencePayload>().CountAsync());

    public ValueTask DisposeAsync() => sync.DisposeAsync();
}
