using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Scheduling;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Retention;

/// <summary>Woken once a day, per organization: purges what is due by then.</summary>
internal sealed class RetentionJob(TenantScopes scopes) : TenantJob(scopes)
{
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>What the job is filed under, beside the organization's connections.</summary>
    public static readonly Guid Subject = new("0195a000-0000-7000-8000-000000004e7e");

    protected override Task RunAsync(IServiceProvider services, Guid subjectId, CancellationToken cancellationToken) =>
        services.GetRequiredService<PurgeExpired>().ExecuteAsync(cancellationToken);
}
