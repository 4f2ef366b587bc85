using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>One answer asked for before it is needed, so that BambooHR makes it while the one before is read. At most two are on their way.</summary>
internal sealed class PageAhead(BambooHrClient client, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private Task<HttpResponseMessage>? _asked;

    public void Ask(string path, JsonObject question) => _asked = client.AskAsync(HttpMethod.Post, path, question, _unwanted.Token);

    /// <returns>Null when nothing was asked for.</returns>
    public Task<HttpResponseMessage>? Take()
    {
        var asked = _asked;
        _asked = null;
        return asked;
    }

    public async ValueTask DisposeAsync()
    {
        if (Take() is { } asked)
        {
            await _unwanted.CancelAsync();
            try
            {
                (await asked).Dispose();
            }
            catch (Exception unheard) when (unheard is ConnectorException or OperationCanceledException)
            {
                // Nobody waits for it any more.
            }
        }
        _unwanted.Dispose();
    }
}
