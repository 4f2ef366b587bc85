using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Keys.Work;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Keys;

/// <summary>Sets the trigger of an organization's key work. The requests' rows are the truth; the sweep wakes what was missed.</summary>
internal sealed class KeyWakes(TenantDatabase database, TenantScope scope, TenantTriggers triggers, ProductClock clock)
{
    private const string Trigger = "work";

    /// <summary>One job an organization, beside its sweep.</summary>
    private static readonly Guid Subject = new("6b657973-0000-8000-8000-000000000001");

    public static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    public Task WakeAsync(CancellationToken cancellationToken) => WakeAsync(TimeSpan.Zero, cancellationToken);

    public async Task WakeAsync(TimeSpan after, CancellationToken cancellationToken)
    {
        if (triggers.IsOn && !clock.IsScripted)
        {
            await triggers.EveryAsync<SweepJob>(scope.OrganizationId, scope.OrganizationId, ConnectionSchedule.SweepEvery, cancellationToken);
            await triggers.SetAsync<KeyJob>(
                scope.OrganizationId, Subject, new Dictionary<string, DateTimeOffset?> { [Trigger] = clock.GetUtcNow() + after }, cancellationToken);
        }
    }

    /// <summary>If anything is open.</summary>
    public async Task WakeIfOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        if (await db.Set<KeyRequest>().AnyAsync(r => r.State == KeyRequestState.AwaitsProvisioning || r.State == KeyRequestState.InProgress, cancellationToken))
        {
            await WakeAsync(cancellationToken);
        }
    }
}
