using Azure.Core;
using Azure.Core.Pipeline;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Tries again what may pass by itself. A vault that asks to be left alone is left alone for as long as it says; when that is longer
/// than somebody can wait here, the request ends at once instead of being sent too early.
/// </summary>
internal sealed class KeyVaultRetry(TimeSpan firstDelay) : RetryPolicy(MaxRetries, DelayStrategy.CreateExponentialDelayStrategy(firstDelay, LongestWait))
{
    public const int MaxRetries = 3;
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    // The vault is only ever asked asynchronously.
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        Soon(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private static bool Soon(HttpMessage message) => !message.HasResponse || (RetryAfter.Of(message.Response) ?? TimeSpan.Zero) <= LongestWait;
}
