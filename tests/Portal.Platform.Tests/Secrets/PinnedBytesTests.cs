using System.Runtime.InteropServices;
using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

public sealed class PinnedBytesTests
{
    [Fact]
    public void Bytes_OnceDisposed_AreZeroAndOutOfReach_AndNeverPrinted()
    {
        var secret = new PinnedBytes(32);
        secret.Span.Fill(7);
        // Born where the collector never moves anything: any other small array would be of generation 0 now.
        Assert.True(MemoryMarshal.TryGetArray<byte>(secret.Memory, out var array));
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(array.Array!));
        var seen = secret.Memory;
        Assert.Equal("[secret]", $"{secret}");

        secret.Dispose();

        Assert.Equal(new byte[32], seen.ToArray());
        Assert.Throws<ObjectDisposedException>(() => secret.Memory);
    }
}
