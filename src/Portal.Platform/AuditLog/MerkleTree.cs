using System.Numerics;

namespace Portal.Platform.AuditLog;

/// <summary>RFC 6962 roots and proofs over leaf hashes held in memory.</summary>
public static class MerkleTree
{
    public static byte[] Root(ReadOnlySpan<byte[]> leaves) => leaves.Length switch
    {
        0 => [.. MerkleHash.Empty],
        1 => leaves[0],
        _ => MerkleHash.Node(Root(leaves[..Split(leaves.Length)]), Root(leaves[Split(leaves.Length)..])),
    };

    /// <summary>Proof that the leaf at an index is in the tree.</summary>
    public static IReadOnlyList<byte[]> InclusionProof(ReadOnlySpan<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var proof = new List<byte[]>();
        Include(leaves, index, proof);
        return proof;
    }

    /// <summary>Proof that the tree is an earlier one, of <paramref name="earlierSize"/> leaves, with leaves only added behind.</summary>
    public static IReadOnlyList<byte[]> ConsistencyProof(ReadOnlySpan<byte[]> leaves, int earlierSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlierSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlierSize, leaves.Length);
        var proof = new List<byte[]>();
        Extend(leaves, earlierSize, earlierIsWhole: true, proof);
        return proof;
    }

    public static bool VerifyInclusion(
        ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || !WellFormed(proof) || leafHash.Length != MerkleHash.Size)
        {
            return false;
        }

        var (inner, border) = Shape(index, size);
        if (proof.Count != inner + border)
        {
            return false;
        }

        var hash = leafHash.ToArray();
        for (var i = 0; i < proof.Count; i++)
        {
            // Below the point where the paths to this leaf and to the last one part, the bit says the side; above, it is always the left.
            hash = i < inner && ((index >> i) & 1) == 0 ? MerkleHash.Node(hash, proof[i]) : MerkleHash.Node(proof[i], hash);
        }

        return root.SequenceEqual(hash);
    }

    /// <returns>False also for an earlier tree without leaves: every tree grows out of that one, so it proves nothing.</returns>
    public static bool VerifyConsistency(
        long earlierSize, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> earlierRoot, ReadOnlySpan<byte> root)
    {
        if (earlierSize < 1 || earlierSize > size || !WellFormed(proof))
        {
            return false;
        }

        return earlierSize == size
            ? proof.Count == 0 && earlierRoot.SequenceEqual(root)
            : VerifyGrowth(earlierSize, size, proof, earlierRoot, root);
    }

    private static bool VerifyGrowth(
        long earlierSize, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> earlierRoot, ReadOnlySpan<byte> root)
    {
        // The proof starts from the largest perfect subtree that ends where the earlier tree ends.
        var shift = BitOperations.TrailingZeroCount(earlierSize);
        var (inner, border) = Shape(earlierSize - 1, size);
        inner -= shift;
        // If the earlier tree is that subtree, its root is known and left out.
        var start = earlierSize == 1L << shift ? 0 : 1;
        if (proof.Count != start + inner + border || earlierRoot.Length != MerkleHash.Size)
        {
            return false;
        }

        var earlier = start == 0 ? earlierRoot.ToArray() : proof[0];
        var later = earlier;
        var path = (earlierSize - 1) >> shift;
        for (var i = start; i < proof.Count; i++)
        {
            var level = i - start;
            if (level < inner && ((path >> level) & 1) == 0)
            {
                later = MerkleHash.Node(later, proof[i]);
            }
            else
            {
                earlier = MerkleHash.Node(proof[i], earlier);
                later = MerkleHash.Node(proof[i], later);
            }
        }

        return earlierRoot.SequenceEqual(earlier) && root.SequenceEqual(later);
    }

    /// <summary>How many levels lie below and above the point where the paths to a leaf and to the last leaf part.</summary>
    private static (int Inner, int Border) Shape(long index, long size)
    {
        var inner = 64 - BitOperations.LeadingZeroCount((ulong)(index ^ (size - 1)));
        return (inner, BitOperations.PopCount((ulong)(index >> inner)));
    }

    private static void Include(ReadOnlySpan<byte[]> leaves, int index, List<byte[]> proof)
    {
        if (leaves.Length == 1)
        {
            return;
        }

        var split = Split(leaves.Length);
        if (index < split)
        {
            Include(leaves[..split], index, proof);
            proof.Add(Root(leaves[split..]));
        }
        else
        {
            Include(leaves[split..], index - split, proof);
            proof.Add(Root(leaves[..split]));
        }
    }

    private static void Extend(ReadOnlySpan<byte[]> leaves, int earlierSize, bool earlierIsWhole, List<byte[]> proof)
    {
        if (earlierSize == leaves.Length)
        {
            if (!earlierIsWhole)
            {
                proof.Add(Root(leaves));
            }

            return;
        }

        var split = Split(leaves.Length);
        if (earlierSize <= split)
        {
            Extend(leaves[..split], earlierSize, earlierIsWhole, proof);
            proof.Add(Root(leaves[split..]));
        }
        else
        {
            Extend(leaves[split..], earlierSize - split, earlierIsWhole: false, proof);
            proof.Add(Root(leaves[..split]));
        }
    }

    /// <summary>The largest power of two smaller than a count of at least two.</summary>
    private static int Split(int count) => 1 << BitOperations.Log2((uint)(count - 1));

    private static bool WellFormed(IReadOnlyList<byte[]> proof) => proof.All(hash => hash.Length == MerkleHash.Size);
}
