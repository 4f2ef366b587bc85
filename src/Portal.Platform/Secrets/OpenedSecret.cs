using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Portal.Platform.Secrets;

/// <summary>A secret in the clear. Dispose it as soon as it was used: that zeroes it. It prints and serializes as nothing.</summary>
[DebuggerDisplay("[secret]")]
public sealed class OpenedSecret : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly PinnedBytes _plaintext;

    internal OpenedSecret(PinnedBytes plaintext) => _plaintext = plaintext;

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlyMemory<byte> Bytes => _plaintext.Memory;

    public void Dispose() => _plaintext.Dispose();

    public override string ToString() => "[secret]";
}
