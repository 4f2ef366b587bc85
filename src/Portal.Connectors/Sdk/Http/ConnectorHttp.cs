using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Portal.Connectors.Sdk.Http;

/// <summary>Sends a connection's requests: one host, listed reads only, bounded in time and size, logged without query or header values.</summary>
internal sealed partial class ConnectorHttp(
    HttpClient client, IReadOnlyList<string> hosts, AllowedReads reads, ConnectorHttpOptions options, ILogger log) : IConnectorHttp
{
    // A body may take several reads of at most RequestTimeout each; a stand-still is cut short by the read, a trickle by this.
    private const int BodyTimeouts = 10;

    public Uri BaseAddress { get; } = new($"https://{hosts[0]}/");

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = Target(request.RequestUri);
        var line = $"{request.Method} {target.AbsolutePath}";
        if (!reads.Allows(request.Method, target.AbsolutePath))
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused,
                $"{line} is not among the reads this connector declares, so it was not sent.", Request: line));
        }
        Address(request, target);

        var deadline = new CancellationTokenSource(options.RequestTimeout);
        using var headers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var started = Stopwatch.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, headers.Token);
            LogAnswered(request.Method, target.AbsolutePath, (int)response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            ThrottledAnswer.ThrowIfThrottled(response, line);
            var body = new BodyLimits(options.MaxResponseBytes, options.RequestTimeout, options.RequestTimeout * BodyTimeouts, line);
            response.Content = GuardedContent.Wrap(response.Content, await response.Content.ReadAsStreamAsync(headers.Token), body);
            return response;
        }
        catch (Exception fault) when (TransportFault.From(fault, line, BaseAddress.Host, deadline.IsCancellationRequested, cancellationToken) is { } error)
        {
            response?.Dispose();
            LogFailed(request.Method, target.AbsolutePath, error.Code, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            throw new ConnectorException(error, fault is ConnectorException ? null : fault);
        }
        finally
        {
            deadline.Dispose();
        }
    }

    private Uri Target(Uri? requested)
    {
        var target = requested is null ? BaseAddress : new Uri(BaseAddress, requested);
        return target.Scheme == Uri.UriSchemeHttps && target.IsDefaultPort && target.UserInfo.Length == 0
            && hosts.Contains(target.IdnHost, StringComparer.Ordinal)
            ? target
            : throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AddressRefused,
                $"{target.Scheme}://{target.Host} is not the host this connection may talk to ({BaseAddress.Host}), so nothing was sent to it."));
    }

    private void Address(HttpRequestMessage request, Uri target)
    {
        request.RequestUri = target;
        if (options.BaseAddress is { } standIn)
        {
            request.RequestUri = new Uri(standIn, target.PathAndQuery);
            request.Headers.Host = target.IdnHost;
        }
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.ParseAdd("application/json");
        }
        request.Version = HttpVersion.Version11;
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} answered {Status} in {Milliseconds:0} ms")]
    private partial void LogAnswered(HttpMethod method, string path, int status, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Path} failed with {Code} after {Milliseconds:0} ms")]
    private partial void LogFailed(HttpMethod method, string path, ConnectorErrorCode code, double milliseconds);
}
