using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>
/// SHA-256 over a population sorted by pseudonym and date, one line a member: <c>pseudonym SP yyyy-MM-dd SP disposition LF</c>, UTF-8.
/// It goes into the payload, so the fingerprint covers every member without holding any.
/// </summary>
internal sealed class PopulationDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _line = new(128);
    private (string Pseudonym, DateOnly Date)? _last;
    private long _count;

    /// <exception cref="InvalidOperationException">Members are not in order: the digest would depend on how they were read.</exception>
    public void Add(string pseudonym, DateOnly date, string disposition)
    {
        if (_last is { } last && Compare(last, (pseudonym, date)) >= 0)
        {
            throw new InvalidOperationException("Population members must be hashed in order, each once.");
        }

        _last = (pseudonym, date);
        _line.ResetWrittenCount();
        Encoding.UTF8.GetBytes(pseudonym, _line);
        _line.Write(" "u8);
        date.TryFormat(_line.GetSpan(10), out var written, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        _line.Advance(written);
        _line.Write(" "u8);
        Encoding.UTF8.GetBytes(disposition, _line);
        _line.Write("\n"u8);
        _hash.AppendData(_line.WrittenSpan);
        _count++;
    }

    /// <summary>What the payload says about the population.</summary>
    public JsonObject ToJson() => new() { ["count"] = _count, ["sha256"] = Convert.ToHexStringLower(_hash.GetHashAndReset()) };

    public void Dispose() => _hash.Dispose();

    public static int Compare((string Pseudonym, DateOnly Date) left, (string Pseudonym, DateOnly Date) right) =>
        string.CompareOrdinal(left.Pseudonym, right.Pseudonym) is var order and not 0 ? order : left.Date.CompareTo(right.Date);
}
