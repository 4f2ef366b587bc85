using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Trail;
using Portal.Connectors;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Trail;

public sealed class AuditLogReadsTests : IAsyncLifetime
{
    private const string Run = "0195a000-0000-7000-8000-000000000001";

    private TestDatabase _database = null!;

    /// <summary>Six entries an hour apart: two people and the scheduler, three kinds of subjects, one of them named by a hostile hand.</summary>
    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(add: services => services
            .AddConnectors(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), isDevelopment: true).AddEvidence());
        var casey = Actor.Person(new Guid("0195a000-0000-7000-8000-0000000000ca"), "Casey", Role.ComplianceManager);
        await WriteAsync(casey, AuditAction.ConnectionConnected, "connection", "c1");
        await WriteAsync(casey, AuditAction.SyncRequested, "run", Run);
        await WriteAsync(Actor.System("scheduler"), AuditAction.SyncSucceeded, "run", Run);
        await WriteAsync(Actor.System("scheduler"), AuditAction.AlertOpened, "alert", "a1");
        await WriteAsync(casey with { Name = "Casey C" }, AuditAction.AlertAcknowledged, "alert", "a1");
        await WriteAsync(casey with { Name = "Casey C" }, AuditAction.ConnectionRevoked, "connection", "=cmd|' /C calc'!A0");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task SearchAuditLog_EachFilter_KeepsExactlyWhatItSays()
    {
        Assert.Equal([5, 4, 3, 2, 1, 0], await FindAsync(new AuditFilter()));
        Assert.Equal([2, 1], await FindAsync(new AuditFilter(Action: "sync.")));
        Assert.Equal([2], await FindAsync(new AuditFilter(Action: "sync.succeeded")));
        Assert.Empty(await FindAsync(new AuditFilter(Action: "sync")));
        Assert.Equal([3, 2], await FindAsync(new AuditFilter(ActorId: "system:scheduler")));
        Assert.Equal([5, 0], await FindAsync(new AuditFilter(SubjectType: "connection")));
        Assert.Equal([2, 1], await FindAsync(new AuditFilter(SubjectId: Run)));
        Assert.Equal([3], await FindAsync(new AuditFilter(Sequence: 3)));
        Assert.Equal([3, 2], await FindAsync(new AuditFilter(From: TestDatabase.Start.AddHours(2), To: TestDatabase.Start.AddHours(4))));
        Assert.Empty(await FindAsync(new AuditFilter(Action: "sync.", SubjectType: "alert")));
    }

    [Fact]
    public async Task SearchAuditLog_PageByPage_GivesEveryEntryOnce()
    {
        await using var scope = _database.Enter(_database.Acme, Role.Auditor);
        var search = scope.Get<SearchAuditLog>();

        var second = await search.ExecuteAsync(new AuditFilter(), 2, 3);

        Assert.Equal((6, "2,3,1"), (second.Total, $"{second.Items[1].Sequence},{second.Items[0].Sequence},{second.Items[2].Sequence}"));
        Assert.Equal("""{"note":"n"}""", second.Items[0].Detail);
    }

    [Fact]
    public async Task ListAuditLogFilters_RenamedPerson_IsOfferedOnceUnderTheNewestName()
    {
        await using var scope = _database.Enter(_database.Acme, Role.Auditor);

        var filters = await scope.Get<ListAuditLogFilters>().ExecuteAsync();

        Assert.Equal(["Casey C", "Portal (scheduler)"], filters.Actors.Select(a => a.Name));
        Assert.Equal(["alert", "connection", "run"], filters.SubjectTypes);
    }

    [Fact]
    public async Task ExportAuditLog_Filtered_WritesTheseEntriesSafelyAndIsItselfInTheLog()
    {
        var lines = await ExportAsync(new AuditFilter(Action: "connection."));

        Assert.Equal("sequence,at,actor_id,actor,action,subject_type,subject_id,detail,salt,detail_hash,leaf_hash", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("5,2026-03-02T14:00:00.0000000Z,0195a000-0000-7000-8000-0000000000ca,Casey C,connection.revoked,connection,'=cmd|' /C calc'!A0,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0,2026-03-02T09:00:00.0000000Z,", lines[2], StringComparison.Ordinal);
        await using var scope = _database.Enter(_database.Acme);
        var made = Assert.Single((await scope.Get<SearchAuditLog>().ExecuteAsync(new AuditFilter(Action: "export.made"), 0, 10)).Items);
        Assert.Equal("connection.", (string?)JsonNode.Parse(made.Detail!)!["filter"]!["action"]);
    }

    [Fact]
    public async Task ExportAuditLog_LongerThanABatch_WritesEveryEntryOnceAndNotItself()
    {
        await using (var scope = _database.Enter(_database.Acme))
        {
            await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
            for (var i = 0; i < 1200; i++)
            {
                work.Audit(AuditAction.SyncFailed, "run", Run);
            }

            await work.CommitAsync(CancellationToken.None);
        }

        var lines = await ExportAsync(new AuditFilter());

        Assert.Equal(Enumerable.Range(0, 1206).Reverse(), lines.Skip(1).Select(l => int.Parse(l[..l.IndexOf(',')], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<string[]> ExportAsync(AuditFilter filter)
    {
        await using var scope = _database.Enter(_database.Acme, Role.Auditor);
        using var file = new MemoryStream();
        await scope.Get<ExportAuditLog>().ExecuteAsync(filter, file);
        return Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<IEnumerable<long>> FindAsync(AuditFilter filter)
    {
        await using var scope = _database.Enter(_database.Acme, Role.Auditor);
        var page = await scope.Get<SearchAuditLog>().ExecuteAsync(filter, 0, 100);
        Assert.Equal(page.Total, page.Items.Count);
        return page.Items.Select(e => e.Sequence);
    }

    private async Task WriteAsync(Actor actor, AuditAction action, string subjectType, string subjectId)
    {
        await using var scope = _database.Enter(_database.Acme, actor);
        await using (var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None))
        {
            work.Audit(action, subjectType, subjectId, new JsonObject { ["note"] = "n" });
            await work.CommitAsync(CancellationToken.None);
        }

        _database.Clock.Advance(TimeSpan.FromHours(1));
    }
}
