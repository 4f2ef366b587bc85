using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Compliance.Organizations;

namespace Portal.Web.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can read its database too. Without its key store it is degraded, and
/// says so: pages are served, and organizations whose keys are in memory go on.
/// </summary>
internal static class HealthHosting
{
    /// <summary>Tag of the checks that <c>/health/ready</c> runs.</summary>
    public const string Ready = "ready";

    public static void AddPortalHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<KeyStoreHealth>().AddHealthChecks().AddCheck<DirectoryHealth>("directory", tags: [Ready])
            .AddCheck<KeyStoreHealth>("keys", tags: [Ready]);

    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Ready),
            ResponseWriter = (context, report) => context.Response.WriteAsync(string.Join('\n',
                [report.Status.ToString(), .. report.Entries.Values.Select(e => e.Description).OfType<string>()]), context.RequestAborted),
        }).AllowAnonymous();
    }

    private sealed class DirectoryHealth(IServiceScopeFactory scopes) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ProbeDirectory>().ExecuteAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
