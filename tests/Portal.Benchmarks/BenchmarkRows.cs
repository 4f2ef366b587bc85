using Portal.Compliance.Connections;
using Portal.Compliance.Data;

namespace Portal.Benchmarks;

internal static class BenchmarkRows
{
    /// <summary>A run that succeeded at an instant, for rows that have to name one.</summary>
    public static ConnectorRun Run(TenantWork work, Guid connection, DateTimeOffset at)
    {
        var id = work.NewId();
        return new ConnectorRun
        {
            OrganizationId = work.OrganizationId,
            Id = id,
            ConnectionId = connection,
            Trigger = RunTrigger.Schedule,
            Slot = id.ToString("D"),
            State = RunState.Succeeded,
            QueuedAt = at,
            StartedAt = at,
            FinishedAt = at,
            Attempt = 1,
            LeaseEpoch = 1,
            RequestedBy = "system:scheduler",
            ConnectorVersion = "1.0.0",
            StepsJson = "[]",
        };
    }
}
