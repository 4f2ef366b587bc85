using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class PinnedBytesTests
{
    [Fact]
    public void Bytes_OnceDisposed_AreZeroAndOutOfReach_AndNeverPrinted()
    {
        var secret = new PinnedBytes(32);
        secret.Span.Fill(7);
        var seen = secret.Memory;
        Assert.Equal("[secret]", $"{secret}");

        secret.Dispose();

        Assert.Equal(new byte[32], seen.ToArray());
        Assert.Throws<ObjectDisposedException>(() => secret.Memory);
    }
}
