using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.Web.Demo;

/// <summary>How far the writing of the demo's history is. The portal listens meanwhile, and answers every page with this.</summary>
internal sealed class DemoProgress
{
    /// <summary>What the page of this progress is made of, and what machines ask.</summary>
    private static readonly PathString[] Open = ["/health", "/css", "/js", "/_content", "/favicon.svg", "/Portal.Web.styles.css"];

    private readonly ConcurrentDictionary<string, DemoDay> _days = new(StringComparer.Ordinal);
    private volatile bool _writing;

    public bool IsWriting => _writing;

    /// <summary>One line for each organization that was begun.</summary>
    public IReadOnlyList<DemoDay> Days => [.. _days.Values.OrderByDescending(day => day.Organization, StringComparer.Ordinal)];

    public void Begin() => _writing = true;

    public void Report(string organization, int day, int of) => _days[organization] = new DemoDay(organization, day, of);

    public void End() => _writing = false;

    /// <summary>"Northwind Traders, day 212 of 395", one line each.</summary>
    public string Describe() => string.Join('\n', Days.Select(day => day.ToString()));

    public static bool LetsThrough(PathString path) => Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase));

    /// <summary>503, because what was asked for is not there yet and will be.</summary>
    public static Task ShowAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<DemoProgressDocument>
        {
            StatusCode = StatusCodes.Status503ServiceUnavailable,
            PreventStreamingRendering = true,
        }.ExecuteAsync(context);
    }
}

/// <summary>The day of an organization's history that is being written.</summary>
internal sealed record DemoDay(string Organization, int Day, int Of)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Organization}, day {Day} of {Of}");
}

/// <summary>Not ready while the history is written.</summary>
internal sealed class DemoHealth(DemoProgress progress) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        progress.IsWriting ? HealthCheckResult.Unhealthy($"The demo's history is being written.\n{progress.Describe()}".TrimEnd()) : HealthCheckResult.Healthy());
}
