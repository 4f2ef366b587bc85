using Microsoft.Extensions.Options;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>
/// How many keys may be tried at a vendor. Bound from the <c>RateLimits</c> section: tests run inside an open page, where no request is
/// counted.
/// </summary>
public sealed class ConnectionTestOptions
{
    public const string Section = "RateLimits";

    /// <summary>Tests within <see cref="ConnectionTestLimits.Window"/> by one person in one organization.</summary>
    public int ConnectionTestsPerPerson { get; set; } = 20;

    /// <summary>Tests within the same time by everybody of one organization.</summary>
    public int ConnectionTestsPerOrganization { get; set; } = 60;
}

internal sealed class ConnectionTestOptionsCheck : IValidateOptions<ConnectionTestOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectionTestOptions options)
    {
        var faults = new[]
        {
            (nameof(options.ConnectionTestsPerPerson), options.ConnectionTestsPerPerson),
            (nameof(options.ConnectionTestsPerOrganization), options.ConnectionTestsPerOrganization),
        }.Where(limit => limit.Item2 < 1).Select(limit => $"{ConnectionTestOptions.Section}:{limit.Item1} is {limit.Item2}. Give at least 1.").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>
/// Slows whoever tries keys through us: a vendor counts wrong ones against our address, and may lock the account. Counted in this process, by
/// system time; what was tried is forgotten when it leaves the window.
/// </summary>
internal sealed class ConnectionTestLimits(IOptions<ConnectionTestOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Organization, string Person), Queue<DateTimeOffset>> _tried = [];

    /// <summary>Counts a test, unless it would be one too many.</summary>
    /// <returns>How long to wait; null when it may go ahead.</returns>
    public TimeSpan? Take(TenantScope scope)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            var organization = scope.OrganizationId;
            var own = _tried.GetValueOrDefault((organization, scope.Actor.Id)) ?? [];
            var everybody = _tried.Where(t => t.Key.Organization == organization).SelectMany(t => t.Value).Order().ToList();
            var wait = Max(Wait([.. own], options.Value.ConnectionTestsPerPerson, now), Wait(everybody, options.Value.ConnectionTestsPerOrganization, now));
            if (wait is null)
            {
                own.Enqueue(now);
                _tried[(organization, scope.Actor.Id)] = own;
            }

            return wait;
        }
    }

    /// <summary>Until so many have left the window that one more fits.</summary>
    private static TimeSpan? Wait(List<DateTimeOffset> tried, int most, DateTimeOffset now) =>
        tried.Count < most ? null : tried[tried.Count - most] + Window - now;

    private static TimeSpan? Max(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other : one;

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, tried) in _tried.ToList())
        {
            while (tried.TryPeek(out var first) && first + Window <= now)
            {
                tried.Dequeue();
            }

            if (tried.Count == 0)
            {
                _tried.Remove(key);
            }
        }
    }
}
