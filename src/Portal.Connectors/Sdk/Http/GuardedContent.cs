using System.Net;

namespace Portal.Connectors.Sdk.Http;

/// <param name="EachRead">Longest pause between two pieces of the body.</param>
/// <param name="Whole">Longest time for all of it.</param>
internal sealed record BodyLimits(long MaxBytes, TimeSpan EachRead, TimeSpan Whole, string Request);

/// <summary>A response body that ends in one of our errors when it is too large, too slow or cut off.</summary>
internal sealed class GuardedContent : HttpContent
{
    private readonly HttpContent _original;
    private readonly GuardedStream _stream;

    private GuardedContent(HttpContent original, GuardedStream stream)
    {
        _original = original;
        _stream = stream;
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    public static GuardedContent Wrap(HttpContent original, Stream body, BodyLimits limits) => new(original, new GuardedStream(body, limits));

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _stream.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
            _original.Dispose();
        }
        base.Dispose(disposing);
    }
}
