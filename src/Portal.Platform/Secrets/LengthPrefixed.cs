using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Platform.Secrets;

/// <summary>
/// Writes fields so that no two lists of fields give the same bytes: each one behind its length (32 bit, big endian). What is
/// authenticated or signed here is written this way; ids are 16 bytes in the order they are printed, numbers 64 bit big endian.
/// </summary>
internal sealed class LengthPrefixed
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _output = new(256);

    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public LengthPrefixed Add(ReadOnlySpan<byte> field)
    {
        BinaryPrimitives.WriteInt32BigEndian(_output.GetSpan(sizeof(int)), field.Length);
        _output.Advance(sizeof(int));
        _output.Write(field);
        return this;
    }

    public LengthPrefixed Add(string field) => Add(StrictUtf8.GetBytes(field));

    public LengthPrefixed Add(long field)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, field);
        return Add(bytes);
    }

    public LengthPrefixed Add(Guid field)
    {
        Span<byte> bytes = stackalloc byte[16];
        field.TryWriteBytes(bytes, bigEndian: true, out _);
        return Add(bytes);
    }
}
