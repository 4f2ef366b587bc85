using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Compliance.Keys.Work;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Bound from <c>Portal:Faults</c>.</summary>
internal sealed class FaultOptions
{
    public const string Section = "Portal:Faults";

    /// <summary>One of <see cref="SyncFaultPoints.All"/> or <see cref="KeyFaultPoints.All"/>; the process is killed when it gets there.</summary>
    public string? KillAt { get; set; }

    public FaultInjection Injection()
    {
        if (string.IsNullOrEmpty(KillAt))
        {
            return new FaultInjection();
        }

        var point = KillAt;
        return new FaultInjection(reached =>
        {
            if (string.Equals(reached, point, StringComparison.Ordinal))
            {
                Die();
            }
        });
    }

    private static void Die()
    {
        // SIGKILL: no finally block, no finalizer, no flush. Exit and FailFast would tidy up first and prove less.
        Process.GetCurrentProcess().Kill();
        new ManualResetEventSlim().Wait();
    }
}

internal sealed class FaultOptionsCheck(IHostEnvironment? environment) : IValidateOptions<FaultOptions>
{
    private static IReadOnlyList<string> Known { get; } = [.. SyncFaultPoints.All, .. KeyFaultPoints.All];

    public ValidateOptionsResult Validate(string? name, FaultOptions options)
    {
        if (string.IsNullOrEmpty(options.KillAt))
        {
            return ValidateOptionsResult.Success;
        }

        if (environment?.IsDevelopment() != true)
        {
            return ValidateOptionsResult.Fail($"{FaultOptions.Section}:KillAt kills the process on purpose and is for Development only. Remove it.");
        }

        return Known.Contains(options.KillAt, StringComparer.Ordinal)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{FaultOptions.Section}:KillAt '{options.KillAt}' is not a fault point. Known: {string.Join(", ", Known)}.");
    }
}
