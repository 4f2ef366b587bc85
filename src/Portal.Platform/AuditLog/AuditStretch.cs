using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Platform.AuditLog;

/// <summary>Some entries of a log that follow on one another, recomputed up to the first fault.</summary>
/// <param name="sha256">Kept from entry to entry: setting one up costs a sixth of what hashing an entry does.</param>
internal sealed class AuditStretch(
    Guid organizationId, long first, IReadOnlySet<long>? rootsAt, IReadOnlyList<PurgedDetails>? purges, IncrementalHash sha256)
{
    /// <summary>Each begins at a multiple of this power of two, so that its root is a node of the whole tree.</summary>
    public const int Length = 1 << 14;

    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private int _found;

    public MerkleFrontier Frontier { get; } = new();

    /// <summary>What the stretch was like when the whole log had one of the sizes at which its root is wanted.</summary>
    public List<(long Size, MerkleFrontier Frontier)> At { get; } = [];

    public HashSet<int> Months { get; } = [];

    public long Purged { get; private set; }

    public AuditFault? Fault { get; private set; }

    private long Next => first + Frontier.Size;

    /// <summary>False from the first fault on.</summary>
    public bool Take(scoped in AuditRow row)
    {
        var leaf = AuditLeaf.Hash(row, organizationId, _buffer, sha256);
        Fault = row.Sequence != Next ? new AuditFault(AuditFaultKind.Sequence, Next, Number(Next), Number(row.Sequence))
            : !leaf.AsSpan().SequenceEqual(row.LeafHash) ? new AuditFault(AuditFaultKind.Entry, row.Sequence, Hex(row.LeafHash), Hex(leaf))
            : row.HasDetail ? DetailFault(row)
            : TakePurged(row);
        if (Fault is not null)
        {
            return false;
        }

        Frontier.Append(leaf);
        if (rootsAt is not null && rootsAt.Contains(Next))
        {
            At.Add((Next, new MerkleFrontier(Frontier.Size, Frontier.ToBytes())));
        }

        return true;
    }

    /// <summary>After the last row there was.</summary>
    public void End(long next) => Fault ??= Next == next ? null : new AuditFault(AuditFaultKind.Sequence, Next, Number(Next), "none");

    public void Fail(AuditFaultKind kind, string expected, string found) => Fault ??= new AuditFault(kind, Next, expected, found);

    private AuditFault? DetailFault(scoped in AuditRow row)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        AuditLeaf.DetailHash(row.Salt, row.DetailJson, hash, sha256);
        return row.DetailHash.SequenceEqual(hash) ? null : new AuditFault(AuditFaultKind.Detail, row.Sequence, Hex(row.DetailHash), Hex(hash));
    }

    private AuditFault? TakePurged(scoped in AuditRow row)
    {
        Purged++;
        return purges is null || IsCovered(purges, row) ? null
            : new AuditFault(AuditFaultKind.DetailMissing, row.Sequence, "a detail, or a record that retention took it", "none");
    }

    private bool IsCovered(IReadOnlyList<PurgedDetails> known, scoped in AuditRow row)
    {
        // Entries come in order and so, nearly always, do the purges: look where the last one was found, then everywhere.
        for (var i = 0; i < known.Count; i++)
        {
            var at = (_found + i) % known.Count;
            if (known[at].Covers(row.Sequence, row.At, row.Action))
            {
                _found = at;
                Months.Add(known[at].Months);
                return true;
            }
        }

        return false;
    }

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
