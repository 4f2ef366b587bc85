namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Lets as many creations pass in any ten seconds as a vault takes: 20 of software keys, 10 of hardware keys. Further ones wait their
/// turn, in order.
/// </summary>
internal sealed class KeyCreationLimiter(int permits, TimeProvider system) : IDisposable
{
    public const int Software = 20;
    public const int Hardware = 10;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<long> _passed = new();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_passed.Count == permits)
            {
                var wait = Window - system.GetElapsedTime(_passed.Peek());
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, system, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _passed.Dequeue();
            }

            _passed.Enqueue(system.GetTimestamp());
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
