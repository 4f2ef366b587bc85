using Microsoft.Data.Sqlite;
using Portal.Tests.Shared.Hosting;

namespace Portal.Web.Tests.Demo;

/// <summary>The demo's history as it stands in the database, long enough to hold every scripted event: nothing in it happens before its cause.</summary>
public sealed class DemoHistoryTests(DemoHistoryTests.Written history) : IClassFixture<DemoHistoryTests.Written>
{
    [Fact]
    public void History_EveryScriptedEvent_IsInIt()
    {
        Assert.Equal(
            [
                "fabrikam connection.connected 3", "fabrikam connection.reauth_needed 1", "fabrikam connection.revoked 1", "fabrikam organization.created 1",
                "northwind connection.connected 1", "northwind organization.created 1", "northwind sync.quarantined 1", "tailspin organization.created 1",
            ],
            history.Rows("""
                SELECT o.Slug || ' ' || e.Action || ' ' || count(*) FROM AuditEntries e JOIN Organizations o ON o.Id = e.OrganizationId
                WHERE e.Action IN ('organization.created', 'connection.connected', 'connection.revoked', 'connection.reauth_needed', 'sync.quarantined')
                GROUP BY o.Slug, e.Action ORDER BY o.Slug, e.Action
                """));
        Assert.Equal(
            ["fabrikam EvidenceFailing", "fabrikam KeyRefused", "northwind Quarantined", "northwind Stale", "northwind SyncFailing"],
            history.Rows("SELECT DISTINCT o.Slug || ' ' || a.Cause FROM Alerts a JOIN Organizations o ON o.Id = a.OrganizationId ORDER BY 1"));
    }

    [Fact]
    public void AuditLog_WithinAnOrganization_NoInstantFalls() => Assert.Empty(history.Rows("""
        SELECT o.Slug || ' ' || e.Sequence || ' ' || e.Action || ' after ' || b.Action
        FROM AuditEntries e JOIN AuditEntries b ON b.OrganizationId = e.OrganizationId AND b.Sequence = e.Sequence - 1 JOIN Organizations o ON o.Id = e.OrganizationId
        WHERE e.At < b.At
        """));

    [Fact]
    public void Runs_None_StartsBeforeItWasQueuedNorEndsBeforeItStarted() => Assert.Empty(history.Rows("""
        SELECT o.Slug || ' ' || r.Trigger || ' ' || r.Slot
        FROM ConnectorRuns r JOIN Connections c ON c.Id = r.ConnectionId JOIN Organizations o ON o.Id = r.OrganizationId
        WHERE r.StartedAt < r.QueuedAt OR r.FinishedAt < r.StartedAt OR r.QueuedAt < c.CreatedAt OR r.StartedAt > c.DeletedAt
        """));

    [Fact]
    public void Evidence_None_IsOlderThanItsConnection() => Assert.Empty(history.Rows("""
        SELECT 'observation ' || p.Kind FROM Observations p JOIN Connections c ON c.Id = p.ConnectionId WHERE p.AsOf < c.CreatedAt
        UNION ALL
        SELECT 'evidence ' || e.Kind FROM Evidence e JOIN Connections c ON c.Id = e.ConnectionId WHERE e.FirstObservedAt < c.CreatedAt
        """));

    [Fact]
    public void Checkpoints_OfAGrowingLog_NoInstantFalls()
    {
        Assert.Empty(history.Rows("""
            SELECT c.Size FROM AuditCheckpoints c JOIN AuditCheckpoints b ON b.OrganizationId = c.OrganizationId AND b.Size < c.Size WHERE c.At <= b.At
            """));
        Assert.Equal(["fabrikam 6", "northwind 6"], history.Rows("""
            SELECT o.Slug || ' ' || min(count(*), 6) FROM AuditCheckpoints c JOIN Organizations o ON o.Id = c.OrganizationId GROUP BY o.Slug ORDER BY 1
            """));
    }

    [Fact]
    public void FailedRuns_OfAnOutage_WereTriedAgainTheSameDay() => Assert.Equal(["3"], history.Rows("""
        SELECT count(*) FROM ConnectorRuns r JOIN Organizations o ON o.Id = r.OrganizationId
        WHERE o.Slug = 'northwind' AND r.State = 'Failed' AND r.Attempt = 5 AND r.FinishedAt - r.StartedAt < 864000000000
        """));

    /// <summary>One first start of the demo, kept for all questions.</summary>
    public sealed class Written : IAsyncLifetime
    {
        // The outage, the earliest scripted event, begins 130 days ago.
        private const int Days = 133;

        private readonly string _folder = Directory.CreateTempSubdirectory("portal-demo-history-").FullName;

        public async ValueTask InitializeAsync()
        {
            await using var portal = PortalHost.Create(_folder, null, "--Demo:Enabled=true", $"--Demo:HistoryDays={Days}");
            await portal.StartAsync(TestContext.Current.CancellationToken);
            await portal.StopAsync(TestContext.Current.CancellationToken);
        }

        public IReadOnlyList<string> Rows(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", "portal.db")};Mode=ReadOnly");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
            {
                rows.Add(reader.GetValue(0).ToString()!);
            }

            return rows;
        }

        public ValueTask DisposeAsync()
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
