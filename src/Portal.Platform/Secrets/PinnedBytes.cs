using System.Diagnostics;
using System.Security.Cryptography;

namespace Portal.Platform.Secrets;

/// <summary>
/// Bytes that the garbage collector never copies and that are zeroed when done with, so that no stray copy of them stays in memory.
/// </summary>
[DebuggerDisplay("[secret]")]
internal sealed class PinnedBytes(int length) : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes = GC.AllocateArray<byte>(length, pinned: true);

    private bool _disposed;

    /// <exception cref="ObjectDisposedException">It was zeroed.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <inheritdoc cref="Memory"/>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Span<byte> Span => Memory.Span;

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    public override string ToString() => "[secret]";
}
