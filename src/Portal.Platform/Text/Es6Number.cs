using System.Globalization;

namespace Portal.Platform.Text;

/// <summary>Numbers as ECMAScript's Number::toString writes them, which RFC 8785 demands.</summary>
internal static class Es6Number
{
    public const int MaxLength = 32;

    // .NET writes the same shortest digits, only laid out otherwise ("1E-07", "1E+16").
    private const int MaxDigits = 17;

    /// <summary>Writes ASCII and says how many bytes.</summary>
    /// <exception cref="CanonicalJsonException">NaN or infinity.</exception>
    public static int Format(double value, Span<byte> output)
    {
        if (!double.IsFinite(value))
        {
            throw new CanonicalJsonException("NaN and infinities have no canonical form.");
        }

        if (value == 0)
        {
            output[0] = (byte)'0';
            return 1;
        }

        var sign = 0;
        if (value < 0)
        {
            output[sign++] = (byte)'-';
            value = -value;
        }

        Span<byte> digits = stackalloc byte[MaxDigits];
        var (count, point) = Shortest(value, digits);
        return sign + Lay(digits[..count], point, output[sign..]);
    }

    /// <summary>The significant digits, and how many of them stand before the decimal point (ECMAScript's k and n).</summary>
    private static (int Count, int Point) Shortest(double value, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        text = text[..length];

        var exponent = 0;
        var mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var count = 0;
        var point = text.IndexOf((byte)'.');
        point = point < 0 ? text.Length : point;
        foreach (var c in text)
        {
            if (c == '.')
            {
                continue;
            }

            if (c == '0' && count == 0)
            {
                point--;
                continue;
            }

            digits[count++] = c;
        }

        while (digits[count - 1] == '0')
        {
            count--;
        }

        return (count, point + exponent);
    }

    private static int Lay(ReadOnlySpan<byte> digits, int point, Span<byte> output)
    {
        if (point is > 21 or <= -6)
        {
            return LayScientific(digits, point - 1, output);
        }

        if (point <= 0)
        {
            "0."u8.CopyTo(output);
            output.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(output[(2 - point)..]);
            return 2 - point + digits.Length;
        }

        if (digits.Length <= point)
        {
            digits.CopyTo(output);
            output[digits.Length..point].Fill((byte)'0');
            return point;
        }

        digits[..point].CopyTo(output);
        output[point] = (byte)'.';
        digits[point..].CopyTo(output[(point + 1)..]);
        return digits.Length + 1;
    }

    private static int LayScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var length = 0;
        output[length++] = digits[0];
        if (digits.Length > 1)
        {
            output[length++] = (byte)'.';
            digits[1..].CopyTo(output[length..]);
            length += digits.Length - 1;
        }

        output[length++] = (byte)'e';
        output[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(output[length..], out var written, default, CultureInfo.InvariantCulture);
        return length + written;
    }
}
