using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Platform.Secrets;

namespace Portal.Web.Hosting;

/// <summary>
/// Whether the key store answers, asked at most once in <see cref="GoodFor"/>: whoever polls the health address must not use up the
/// vault's own limits.
/// </summary>
internal sealed class KeyStoreHealth(IKeyStoreProbe probe, TimeProvider system, ILogger<KeyStoreHealth> log) : IHealthCheck, IDisposable
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);
    public const string Down = "The key store does not answer: nothing new can be sealed, and keys that are not in memory cannot be opened.";
    public const string Refused = "The key store does not let the portal in: whoever runs it has to give the portal's identity its role back, or let its network in.";

    public const string SwitchedOff = "The signing key is switched off, expired or not yet valid: no data key and no checkpoint can be signed until whoever runs the key vault enables or renews it.";

    public const string Unfit = "The signing key is not of the kind that is configured: no data key and no checkpoint is signed with it until whoever runs the key vault puts one there as docs/keys.md says.";

    private readonly SemaphoreSlim _asking = new(1);
    private (HealthCheckResult Result, long Asked)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || system.GetElapsedTime(last.Asked) >= GoodFor)
            {
                var asked = system.GetTimestamp();
                last = (await AskAsync(cancellationToken), asked);
                _last = last;
            }

            return last.Result;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await probe.ProbeAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(e, "The key store does not answer.");
            return HealthCheckResult.Degraded(KeyStoreTroubles.Of(e) switch
            {
                KeyStoreTrouble.AccessRefused => Refused,
                KeyStoreTrouble.KeySwitchedOff => SwitchedOff,
                KeyStoreTrouble.KeyUnfit => Unfit,
                _ => Down,
            });
        }
    }
}
