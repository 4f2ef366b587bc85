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

    private readonly PipeWriter pipe;
    private readonly CancellationToken aborted;

    private JsonAnswer(HttpContext context)
    {
        pipe = context.Response.BodyWriter;
        aborted = context.RequestAborted;
        Json = new(pipe, Options);
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
        if (Json.BytesPending + (pipe.CanGetUnflushedBytes ? pipe.UnflushedBytes : 0) >= PieceSize)
        {
            Json.Flush();
            await pipe.FlushAsync(aborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Json.Flush();
        await pipe.FlushAsync(aborted);
        await Json.DisposeAsync();
    }
}
