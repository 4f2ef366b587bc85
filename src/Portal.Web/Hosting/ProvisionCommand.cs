using Portal.Compliance.Data;
using Portal.Compliance.Keys;

namespace Portal.Web.Hosting;

/// <summary>
/// <c>--provision</c>: makes, rotates and destroys keys that the portal asked for, then ends; with <c>--watch</c> it goes on. It runs under an
/// identity of its own, which is the only one that may do this.
/// </summary>
internal static class ProvisionCommand
{
    /// <summary>Everything that waited was done.</summary>
    public const int NothingLeft = 0;
    public const int SomethingLeft = 1;
    /// <summary>This process may not provision.</summary>
    public const int NotAllowed = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public static async Task<int> ExecuteAsync(
        IServiceProvider services, bool watch, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var keys = services.GetRequiredService<ProvisionKeys>();
        if (!keys.IsAllowed)
        {
            await errors.WriteLineAsync("No key store that keys could be made in is configured. Set KeyVault:VaultUri, or run in Development with the local key ring.");
            return NotAllowed;
        }

        await services.GetRequiredService<DatabaseStart>().PrepareAsync(cancellationToken);
        var left = await PassAsync(keys, output, errors, cancellationToken);
        while (watch && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                left = await PassAsync(keys, output, errors, cancellationToken);
            }
        }

        return left == 0 ? NothingLeft : SomethingLeft;
    }

    private static async Task<int> PassAsync(ProvisionKeys keys, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        ProvisioningReport report;
        try
        {
            report = await keys.PassAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            await errors.WriteLineAsync($"The key store or the database did not answer: {failed.Message}");
            return 1;
        }

        await output.WriteLineAsync($"Signing key: {report.SigningKid}");
        foreach (var request in report.Requests)
        {
            await (request.Error is null ? output : errors).WriteLineAsync(
                $"{request.Organization}: {request.Kind} {request.RequestId:D} {(request.Error is null ? "done" : $"not done: {request.Error}")}");
        }

        await output.WriteLineAsync(report.Left == 0 ? "Nothing is left to provision." : $"{report.Left} request(s) still wait.");
        return report.Left;
    }
}
