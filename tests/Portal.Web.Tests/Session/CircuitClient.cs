using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Portal.Web.Tests.Session;

/// <summary>
/// A browser's side of a circuit without a browser, so that it can say what no browser would. Speaks as much of blazorpack (SignalR over
/// MessagePack) as that takes, acknowledges what is rendered, and keeps every byte that comes.
/// </summary>
internal sealed class CircuitClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly StringBuilder _seen = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;

    /// <summary>Everything the server said, as text.</summary>
    public string Seen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    public static async Task<CircuitClient> ConnectAsync(Uri portal, CookieContainer cookies)
    {
        var client = new CircuitClient();
        client._socket.Options.Cookies = cookies;
        client._socket.Options.SetRequestHeader("Origin", portal.GetLeftPart(UriPartial.Authority));
        await client._socket.ConnectAsync(new UriBuilder(portal) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);
        await client.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"));
        client._receiving = client.ReceiveAsync();
        await client.UntilAsync(seen => seen.StartsWith("{}\u001e", StringComparison.Ordinal));
        return client;
    }

    /// <summary>What blazor.web.js does for a page at this address with these markers.</summary>
    public async Task OpenAsync(Uri page, IReadOnlyList<string> markers)
    {
        await InvokeAsync("1", "StartCircuit", $"{page.GetLeftPart(UriPartial.Authority)}/", page.ToString(), "[]", "");
        var operations = markers.Select((marker, i) => $"{{\"type\":\"add\",\"ssrComponentId\":{i + 1},\"marker\":{marker}}}");
        await InvokeAsync("2", "UpdateRootComponents", $"{{\"batchId\":1,\"operations\":[{string.Join(',', operations)}]}}", "");
    }

    /// <summary>Waits until the condition holds, or the server has hung up.</summary>
    public async Task<string> UntilAsync(Func<string, bool> condition)
    {
        while (true)
        {
            var more = Volatile.Read(ref _more).Task;
            if (condition(Seen) || _receiving is { IsCompleted: true } && _socket.State != WebSocketState.Open)
            {
                return Seen;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        List<byte> message = [];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var got = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                message.AddRange(buffer.AsSpan(0, got.Count));
                if (!got.EndOfMessage)
                {
                    continue;
                }

                lock (_seen)
                {
                    _seen.Append(Encoding.UTF8.GetString([.. message]));
                }

                foreach (var batch in Batches([.. message]))
                {
                    await InvokeAsync(null, "OnRenderCompleted", batch, null);
                }

                message.Clear();
                Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Hung up, by one side or the other.
        }
        finally
        {
            _more.TrySetResult();
        }
    }

    /// <summary>Ids of the batches in a message: the number right after the method's name.</summary>
    private static List<long> Batches(byte[] message)
    {
        var name = "JS.RenderBatch"u8;
        List<long> found = [];
        for (var at = message.AsSpan().IndexOf(name); at >= 0;)
        {
            var next = at + name.Length;
            // An array of two: number and bytes.
            found.Add(message[next + 1] switch
            {
                0xcc => message[next + 2],
                0xcd => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(next + 2)),
                var small => small,
            });
            var rest = message.AsSpan(next).IndexOf(name);
            at = rest < 0 ? -1 : next + rest;
        }

        return found;
    }

    /// <summary>[1, headers, id, method, arguments, streams], after its length.</summary>
    private async Task InvokeAsync(string? id, string method, params object?[] arguments)
    {
        List<byte> body = [0x96, 1, 0x80];
        Write(body, id);
        Write(body, method);
        body.Add((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        body.Add(0x90);
        List<byte> framed = [];
        for (var length = body.Count; ; length >>= 7)
        {
            framed.Add((byte)(length > 0x7f ? (length & 0x7f) | 0x80 : length));
            if (length <= 0x7f)
            {
                break;
            }
        }

        await SendAsync([.. framed, .. body]);
    }

    private static void Write(List<byte> to, object? value)
    {
        switch (value)
        {
            case null:
                to.Add(0xc0);
                break;
            case long number:
                to.AddRange([0xd3, .. new byte[8]]);
                BinaryPrimitives.WriteInt64BigEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(to)[^8..], number);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.AddRange([0xdb, .. new byte[4]]);
                BinaryPrimitives.WriteInt32BigEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(to)[^4..], bytes.Length);
                to.AddRange(bytes);
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private async Task SendAsync(byte[] bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
