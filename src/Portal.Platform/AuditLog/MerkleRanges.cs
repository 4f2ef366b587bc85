using System.Numerics;

namespace Portal.Platform.AuditLog;

/// <summary>Leaves from <paramref name="From"/> up to, without, <paramref name="To"/>; a proof names the root over them.</summary>
public readonly record struct LeafRange(long From, long To);

/// <summary>
/// Which stretches of leaves a proof names, in the order of RFC 6962: the same proofs as <see cref="MerkleTree"/> gives, for logs whose
/// leaves are read from a database one after the other.
/// </summary>
public static class MerkleRanges
{
    public static IReadOnlyList<LeafRange> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<LeafRange>();
        Include(new LeafRange(0, size), index, proof);
        return proof;
    }

    public static IReadOnlyList<LeafRange> Consistency(long earlierSize, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlierSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlierSize, size);
        var proof = new List<LeafRange>();
        Extend(new LeafRange(0, size), earlierSize, earlierIsWhole: true, proof);
        return proof;
    }

    private static void Include(LeafRange tree, long index, List<LeafRange> proof)
    {
        if (tree.To - tree.From == 1)
        {
            return;
        }

        var split = Split(tree);
        if (index < split)
        {
            Include(tree with { To = split }, index, proof);
            proof.Add(tree with { From = split });
        }
        else
        {
            Include(tree with { From = split }, index, proof);
            proof.Add(tree with { To = split });
        }
    }

    private static void Extend(LeafRange tree, long earlierSize, bool earlierIsWhole, List<LeafRange> proof)
    {
        if (earlierSize == tree.To)
        {
            if (!earlierIsWhole)
            {
                proof.Add(tree);
            }

            return;
        }

        var split = Split(tree);
        if (earlierSize <= split)
        {
            Extend(tree with { To = split }, earlierSize, earlierIsWhole, proof);
            proof.Add(tree with { From = split });
        }
        else
        {
            Extend(tree with { From = split }, earlierSize, earlierIsWhole: false, proof);
            proof.Add(tree with { To = split });
        }
    }

    /// <summary>Where a tree of at least two leaves parts: behind the largest power of two that is smaller than its size.</summary>
    private static long Split(LeafRange tree) => tree.From + (1L << BitOperations.Log2((ulong)(tree.To - tree.From - 1)));
}
