using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>A checkpoint a day, at a minute of the UTC day that a hash of the organization picks, so that not all sign at once.</summary>
internal sealed class CheckpointSchedule(TenantScope scope, TenantDatabase database, TenantTriggers triggers, ProductClock clock)
{
    public const string Trigger = "daily";

    /// <summary>The schedule's subject in an organization: derived, so that it is the same after every start and on every machine.</summary>
    public static Guid SubjectOf(Guid organizationId) => new(SHA256.HashData([.. "portal.checkpoint.subject"u8, .. organizationId.ToByteArray(bigEndian: true)])[..16]);

    public static TimeSpan MinuteOf(Guid organizationId) =>
        TimeSpan.FromMinutes(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(organizationId.ToByteArray(bigEndian: true))) % (24 * 60));

    /// <summary>The first slot after the newest checkpoint; at once when that one has passed and nothing was signed in it.</summary>
    public static DateTimeOffset Next(Guid organizationId, DateTimeOffset? newest, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + MinuteOf(organizationId);
        var last = today <= now ? today : today.AddDays(-1);
        return newest < last ? now : last.AddDays(1);
    }

    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        if (!triggers.IsOn || clock.IsScripted)
        {
            return;
        }

        await using var db = database.Open();
        // While signing is refused, it is tried in its slots only: each try reads the whole log.
        var newest = await db.Set<AuditLogTrouble>().AnyAsync(cancellationToken) ? null
            : await db.Set<AuditCheckpoint>().MaxAsync(c => (DateTimeOffset?)c.At, cancellationToken);
        await SetAsync(Next(scope.OrganizationId, newest, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>After a try, whatever came of it: not before the next slot.</summary>
    public Task PlanTomorrowAsync(CancellationToken cancellationToken) =>
        SetAsync(Next(scope.OrganizationId, newest: null, clock.GetUtcNow()), cancellationToken);

    private Task SetAsync(DateTimeOffset at, CancellationToken cancellationToken) => triggers.SetAsync<CheckpointJob>(
        scope.OrganizationId, SubjectOf(scope.OrganizationId), new Dictionary<string, DateTimeOffset?> { [Trigger] = at }, cancellationToken);
}

/// <summary>Signs the day's checkpoint.</summary>
internal sealed class CheckpointJob(TenantScopes scopes) : TenantJob(scopes)
{
    protected override async Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<SignCheckpoint>().ExecuteAsync(cancellationToken);
        }
        finally
        {
            await services.GetRequiredService<CheckpointSchedule>().PlanTomorrowAsync(CancellationToken.None);
        }
    }
}
