using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Connectors.Sdk.Http;

/// <summary>How a connector's requests are sent. Named by connector id and bound to <c>Connectors:{id}</c>.</summary>
public sealed class ConnectorHttpOptions
{
    /// <summary>
    /// Development only: a stand-in on loopback that answers instead of the vendor. Paths and the Host header stay the vendor's, so that
    /// the stand-in sees what the vendor would.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Time until the answer's headers, attempts included, and then for each read of its body.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest body accepted, after decompression.</summary>
    public long MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Attempts beyond the first for a fault that a moment can cure. Waiting longer is the sync's decision, not the client's.</summary>
    public int TransientRetries { get; set; } = 2;

    /// <summary>Pause before the first of those attempts; it doubles, with jitter.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>Checked at start, all faults at once, each naming its key.</summary>
internal sealed class ValidateConnectorHttpOptions(string connectorId, bool isDevelopment) : IValidateOptions<ConnectorHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectorHttpOptions options)
    {
        if (!string.Equals(name, connectorId, StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Skip;
        }
        var faults = new List<string>();
        var section = $"Connectors:{connectorId}";
        if (options.BaseAddress is { } address)
        {
            if (!isDevelopment)
            {
                faults.Add($"{section}:BaseAddress sends the customer's key to a stand-in and is allowed in Development only. Remove it.");
            }
            else if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || !IsLoopback(address)
                || address.AbsolutePath != "/" || address.Query.Length > 0 || address.UserInfo.Length > 0)
            {
                faults.Add($"{section}:BaseAddress must be a loopback origin without a path, for example http://127.0.0.1:5055/.");
            }
        }
        Check(options.RequestTimeout > TimeSpan.Zero && options.RequestTimeout <= TimeSpan.FromMinutes(5), "RequestTimeout must be more than 0 and at most 5 minutes.");
        Check(options.MaxResponseBytes is >= 64 * 1024 and <= 1024 * 1024 * 1024, "MaxResponseBytes must be between 64 KiB and 1 GiB.");
        Check(options.TransientRetries is >= 0 and <= 3, "TransientRetries must be between 0 and 3.");
        Check(options.RetryPause >= TimeSpan.Zero && options.RetryPause <= TimeSpan.FromSeconds(5), "RetryPause must be between 0 and 5 seconds.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add($"{section}:{fault}");
            }
        }
    }

    // "localhost" is left out on purpose: what it resolves to is somebody else's file.
    private static bool IsLoopback(Uri address) => IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
