using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Portal.Simulator.Hosting;

/// <summary>The last requests, without their keys.</summary>
internal sealed class RequestLog(int limit)
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private long _counted;

    public IReadOnlyList<RecordedRequest> All => [.. _requests];

    public void Clear() => _requests.Clear();

    public void Add(HttpContext context, string? company, ReadOnlyMemory<byte> body, DateTimeOffset at)
    {
        var request = context.Request;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? RecordedRequest.RedactedCredential : value.ToString();
        }

        _requests.Enqueue(new(Interlocked.Increment(ref _counted), at, company, request.Method, request.Path + request.QueryString.ToString(),
            headers, body.IsEmpty ? "" : Encoding.UTF8.GetString(body.Span)));
        while (_requests.Count > limit)
        {
            _requests.TryDequeue(out _);
        }
    }
}
