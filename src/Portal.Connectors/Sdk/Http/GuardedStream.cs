namespace Portal.Connectors.Sdk.Http;

/// <summary>Read-only and forward-only; counts what it hands out and watches the time.</summary>
internal sealed class GuardedStream(Stream body, BodyLimits limits) : Stream
{
    // Lives as long as the stream; the timer starts with the body.
    private readonly CancellationTokenSource _whole = new(limits.Whole);
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var each = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _whole.Token);
        each.CancelAfter(limits.EachRead);
        int count;
        try
        {
            count = await body.ReadAsync(buffer, each.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.TimedOut,
                "The vendor began to answer and then stopped or became too slow. This says nothing about your key; try again.", Request: limits.Request), late);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.ConnectionBroken,
                "The connection broke in the middle of an answer. Nothing of it was used; try again.", Request: limits.Request), broken);
        }
        catch (InvalidDataException undecodable)
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.MalformedAnswer,
                "The vendor's answer could not be decompressed. Nothing of it was used.", Request: limits.Request), undecodable);
        }
        _read += count;
        return _read <= limits.MaxBytes
            ? count
            : throw new ConnectorException(new ConnectorError(ConnectorErrorCode.MalformedAnswer,
                $"The vendor's answer is larger than {limits.MaxBytes / (1024 * 1024)} MiB, so it was not read to the end.", Request: limits.Request));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A synchronous read cannot be bounded in time.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read vendor answers asynchronously.");

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _whole.Dispose();
            body.Dispose();
        }
        base.Dispose(disposing);
    }
}
