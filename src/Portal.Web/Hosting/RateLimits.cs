using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>How often one address may knock. Bound from the <c>RateLimits</c> section.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests a minute to sign-in, sign-out and invitations. A company behind one address signs in at nine o'clock.</summary>
    public int SignInPerMinute { get; set; } = 120;

    /// <summary>Exports, signed notes, proofs and other downloads a minute.</summary>
    public int DownloadsPerMinute { get; set; } = 120;
}

internal sealed class RateLimitOptionsCheck : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var faults = new[] { (nameof(options.SignInPerMinute), options.SignInPerMinute), (nameof(options.DownloadsPerMinute), options.DownloadsPerMinute) }
            .Where(limit => limit.Item2 < 1)
            .Select(limit => $"RateLimits:{limit.Item1} is {limit.Item2}. Give at least 1.").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>
/// Slows whoever guesses or drains, by address, in front of everything that is expensive or worth guessing. The provider's callback is
/// answered before endpoints are, hence paths rather than endpoint attributes.
/// </summary>
internal static class RateLimits
{
    public static void AddPortalRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsCheck>();
        builder.Services.AddOptions<RateLimitOptions>().Bind(builder.Configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, limits) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, limits.Value));
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context, RateLimitOptions limits)
    {
        var address = Network(context.Connection.RemoteIpAddress);
        return KindOf(context.Request.Path) switch
        {
            Kind.SignIn => Window($"signin {address}", limits.SignInPerMinute),
            Kind.Download => Window($"download {address}", limits.DownloadsPerMinute),
            _ => RateLimitPartition.GetNoLimiter(""),
        };
    }

    private static RateLimitPartition<string> Window(string key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 one: a household or a machine has all the rest of them.</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null or { AddressFamily: not AddressFamily.InterNetworkV6 } or { IsIPv4MappedToIPv6: true })
        {
            return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private enum Kind { Free, SignIn, Download }

    private static Kind KindOf(PathString path)
    {
        if (path.StartsWithSegments("/signin", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/signout", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/invitations", StringComparison.OrdinalIgnoreCase))
        {
            return Kind.SignIn;
        }

        if (path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase))
        {
            return Kind.Download;
        }

        return path.StartsWithSegments("/o", StringComparison.OrdinalIgnoreCase)
            && path.Value!.TrimEnd('/').Split('/')[^1].ToLowerInvariant() is "export" or "preimage" or "note" or "proof" or "consistency"
                ? Kind.Download
                : Kind.Free;
    }
}
