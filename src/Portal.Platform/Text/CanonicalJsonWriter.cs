using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portal.Platform.Text;

/// <summary>Writes the pieces of canonical JSON. Whoever puts them together sorts the members of objects.</summary>
internal readonly struct CanonicalJsonWriter(IBufferWriter<byte> output)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static readonly SearchValues<byte> MustEscapeUtf8 = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <exception cref="CanonicalJsonException">The text is no Unicode.</exception>
    public static byte[] Utf8(string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw NotUnicode(e);
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void WriteString(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        while (true)
        {
            var plain = text.IndexOfAny(MustEscape);
            WriteUtf8(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                break;
            }

            WriteEscape(text[plain]);
            text = text[(plain + 1)..];
        }

        Raw("\""u8);
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        for (var plain = utf8.IndexOfAny(MustEscapeUtf8); plain >= 0; plain = utf8.IndexOfAny(MustEscapeUtf8))
        {
            Raw(utf8[..plain]);
            WriteEscape((char)utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }

        Raw(utf8);
        Raw("\""u8);
    }

    public void WriteNumber(double value)
    {
        Span<byte> digits = stackalloc byte[Es6Number.MaxLength];
        Raw(digits[..Es6Number.Format(value, digits)]);
    }

    /// <summary>A number as it stood in JSON.</summary>
    public void WriteNumber(ReadOnlySpan<byte> literal)
    {
        var value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[Es6Number.MaxLength];
        var written = digits[..Es6Number.Format(value, digits)];
        // Otherwise two different integers would share a fingerprint. Fewer than 16 digits always survive.
        if (literal.Length > 15 && literal.IndexOfAny(".eE"u8) < 0 && !literal.SequenceEqual(written))
        {
            throw new CanonicalJsonException("An integer is too large to be exact as a JSON number; write it as a string.");
        }

        Raw(written);
    }

    public void WriteName(int index, string name)
    {
        Separate(index);
        WriteString(name);
        Raw(":"u8);
    }

    public void Separate(int index)
    {
        if (index > 0)
        {
            Raw(","u8);
        }
    }

    private void WriteUtf8(ReadOnlySpan<char> text)
    {
        try
        {
            StrictUtf8.GetBytes(text, output);
        }
        catch (EncoderFallbackException e)
        {
            throw NotUnicode(e);
        }
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            default:
                ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
                Raw([.. "\\u00"u8, hex[c >> 4], hex[c & 0xf]]);
                break;
        }
    }

    public static CanonicalJsonException NotUnicode(Exception e) => new("A text is not valid Unicode (lone surrogate or bad UTF-8).", e);
}
