using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Tests.Frameworks;
using Portal.Connectors.Sdk;
using Portal.Platform.Time;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Coverage;

/// <summary>Acme works towards SOC 2 and syncs BambooHR once a day, the last time an hour before the story begins.</summary>
internal sealed class Story : IAsyncDisposable
{
    private readonly TestScope _scope;

    private Story(TestDatabase database, TestScope scope, Guid connection) => (Database, _scope, Connection) = (database, scope, connection);

    public TestDatabase Database { get; }

    public Guid Connection { get; }

    public DateTimeOffset LastRun => TestDatabase.Start.AddHours(-1);

    public static async Task<Story> CreateAsync(int days)
    {
        var database = await FrameworkWorld.CreateAsync();
        var scope = database.Enter(database.Acme);
        var begin = TestDatabase.Start.AddHours(-2).AddDays(1 - days);
        var connection = await database.AddConnectionAsync(database.Acme, begin);
        using (scope.Get<ProductClock>().At(begin))
        {
            Assert.True((await scope.Get<AdoptFramework>().ExecuteAsync("soc2")).IsOk);
        }

        var story = new Story(database, scope, connection);
        for (var day = days - 1; day >= 0; day--)
        {
            await story.SyncAsync(story.LastRun.AddDays(-day));
        }

        return story;
    }

    public T Get<T>()
        where T : notnull => _scope.Get<T>();

    public Task<Guid> SyncAsync(DateTimeOffset asOf, string? kind = null, EvidenceResult result = EvidenceResult.Satisfied)
    {
        var results = FrameworkWorld.AllSatisfied();
        if (kind is not null)
        {
            results[kind] = result;
        }

        return Database.AddRunAsync(Database.Acme, Connection, asOf, results);
    }

    public async Task AddAlertAsync(AlertCause cause, DateTimeOffset openedAt)
    {
        await using var db = Database.Rows(Database.Acme);
        db.Add(new Alert
        {
            OrganizationId = Database.Acme.OrganizationId,
            Id = Guid.CreateVersion7(openedAt),
            ConnectionId = Connection,
            Cause = cause,
            State = AlertState.Open,
            OpenedAt = openedAt,
            DetailJson = "{}",
        });
        await db.SaveChangesAsync();
    }

    public async Task AddFailedRunAsync(DateTimeOffset at, string code, string message)
    {
        await using var db = Database.Rows(Database.Acme);
        db.Add(new ConnectorRun
        {
            OrganizationId = Database.Acme.OrganizationId,
            Id = Guid.CreateVersion7(at),
            ConnectionId = Connection,
            Trigger = RunTrigger.Schedule,
            Slot = at.ToString("O"),
            State = RunState.Failed,
            QueuedAt = at,
            StartedAt = at,
            FinishedAt = at,
            Attempt = 1,
            LeaseEpoch = 1,
            RequestedBy = "system:scheduler",
            ConnectorVersion = "1.0.0",
            StepsJson = "[]",
            ErrorCode = code,
            ErrorMessage = message,
        });
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await Database.DisposeAsync();
    }
}
