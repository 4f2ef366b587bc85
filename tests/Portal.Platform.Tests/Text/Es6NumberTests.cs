using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed partial class Es6NumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100, "100")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000012, "0.0000012")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(1.25e-7, "1.25e-7")]
    [InlineData(0.5, "0.5")]
    [InlineData(123.456, "123.456")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    public void Format_Number_IsAsInEcmaScript(double value, string expected)
    {
        Span<byte> output = stackalloc byte[Es6Number.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(output[..Es6Number.Format(value, output)]));
    }

    [Fact]
    public void Format_NegativeZero_HasNoSign()
    {
        Span<byte> output = stackalloc byte[Es6Number.MaxLength];
        Assert.Equal("0", Encoding.ASCII.GetString(output[..Es6Number.Format(-0d, output)]));
    }

    /// <summary>The generator and the hash of its first 100,000 lines are published with the vectors of RFC 8785.</summary>
    [Fact]
    public void Format_HundredThousandNumbersOfThePublishedSequence_HaveThePublishedHash()
    {
        var readme = File.ReadAllText(Path.Combine(Vectors.Folder("jcs-rfc8785"), "testdata", "README.md"));
        var edges = Edge().Matches(readme).Select(m => ulong.Parse(m.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
        // The last one is the base of the serial numbers that follow.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> line = stackalloc byte[64];
        foreach (var bits in Sequence(edges[..^1]).Take(100_000))
        {
            bits.TryFormat(line, out var length, "x", CultureInfo.InvariantCulture);
            line[length++] = (byte)',';
            length += Es6Number.Format(BitConverter.UInt64BitsToDouble(bits), line[length..]);
            line[length++] = (byte)'\n';
            hash.AppendData(line[..length]);
        }

        Assert.Equal("22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static IEnumerable<ulong> Sequence(IEnumerable<ulong> edges)
    {
        foreach (var bits in edges)
        {
            yield return bits;
        }

        for (var i = 0; i < 2000; i++)
        {
            yield return 0x0010000000000000 + (ulong)i;
        }

        var block = new byte[32];
        while (true)
        {
            block = SHA256.HashData(block);
            for (var at = 0; at < block.Length; at += sizeof(ulong))
            {
                var bits = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(at));
                if (BitConverter.UInt64BitsToDouble(bits) is not 0 and var value && double.IsFinite(value))
                {
                    yield return bits;
                }
            }
        }
    }

    [GeneratedRegex("0x([0-9a-f]{16})n")]
    private static partial Regex Edge();
}
