using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Portal.Simulator.Answers;

/// <summary>Writes JSON straight into the response pipe and hands it on in pieces, so that a large answer is never held whole.</summary>
internal sealed class JsonAnswer : IAsyncDisposable
{
    private const int PieceSize = 32 * 1024;

    // The vendor sends JSON, not HTML: quotes in text need no \u0022.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _pipe;
    private readonly CancellationToken _aborted;

    private JsonAnswer(HttpContext context)
    {
        _pipe = context.Response.BodyWriter;
        _aborted = context.RequestAborted;
        Json = new(_pipe, Options);
    }

    public Utf8JsonWriter Json { get; }

    public static JsonAnswer Begin(HttpContext context, int status = StatusCodes.Status200OK, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return new(context);
    }

    /// <summary>Call between rows.</summary>
    public async ValueTask HandOnWhenLargeAsync()
    {
        if (Json.BytesPending + (_pipe.CanGetUnflushedBytes ? _pipe.UnflushedBytes : 0) >= PieceSize)
        {
            Json.Flush();
            await _pipe.FlushAsync(_aborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Json.Flush();
        await _pipe.FlushAsync(_aborted);
        await Json.DisposeAsync();
    }
}
