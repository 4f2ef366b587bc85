namespace Portal.Web.Session;

/// <summary>Tokens for loads that replace each other: taking the next one cancels the one before.</summary>
internal sealed class CancellationSeries : IDisposable
{
    private CancellationTokenSource? _current;

    public CancellationToken Next()
    {
        var next = new CancellationTokenSource();
        var token = next.Token;
        Replace(next);
        return token;
    }

    public void Dispose() => Replace(null);

    private void Replace(CancellationTokenSource? next)
    {
        var previous = Interlocked.Exchange(ref _current, next);
        previous?.Cancel();
        previous?.Dispose();
    }
}
