using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;
using Portal.Platform.Time;

namespace Portal.Compliance.Demo;

/// <summary>
/// Moves the product clock forward, for the whole installation, and lets everything that became due happen once, in order. Only the demo
/// registers it.
/// </summary>
public sealed class MoveDemoClock(TenantScope scope, TenantDatabase database, InstallationSettings settings, ProductClock clock, CatchUp catchUp)
{
    /// <summary>Ticks that the product clock is ahead of the system's.</summary>
    public const string OffsetSetting = "demo.clock_offset";

    public async Task ExecuteAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ManageConnections);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, TimeSpan.Zero);
        await using (var work = await database.BeginAsync(cancellationToken))
        {
            work.Audit(AuditAction.DemoClockMoved, "organization", scope.OrganizationId, new JsonObject
            {
                ["from"] = InstantText.Machine(work.Now),
                ["to"] = InstantText.Machine(work.Now + by),
            });
            await work.CommitAsync(cancellationToken);
        }

        clock.Advance(by);
        await settings.WriteAsync(OffsetSetting, clock.Offset.Ticks.ToString(CultureInfo.InvariantCulture), cancellationToken);
        // What became due is done even if the person who moved the clock has gone.
        await catchUp.RunForAllAsync(CancellationToken.None);
    }
}
