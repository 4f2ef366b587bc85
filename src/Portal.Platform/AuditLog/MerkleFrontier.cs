using System.Numerics;

namespace Portal.Platform.AuditLog;

/// <summary>
/// A Merkle tree as far as appending needs it: the roots of its perfect subtrees, one for each bit set in its size, largest first.
/// An append costs O(log n) and no other row.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _roots = [];

    public MerkleFrontier()
    {
    }

    /// <exception cref="ArgumentException">The bytes cannot belong to a tree of that size.</exception>
    public MerkleFrontier(long size, ReadOnlySpan<byte> frontier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (frontier.Length != BitOperations.PopCount((ulong)size) * MerkleHash.Size)
        {
            throw new ArgumentException($"A frontier of {frontier.Length} bytes cannot belong to a tree of {size} leaves.", nameof(frontier));
        }

        Size = size;
        for (; !frontier.IsEmpty; frontier = frontier[MerkleHash.Size..])
        {
            _roots.Add(frontier[..MerkleHash.Size].ToArray());
        }
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    public void Append(byte[] leafHash) => AppendPerfect(leafHash, 0);

    /// <summary>Adds another tree's leaves, whose roots are known, behind.</summary>
    /// <exception cref="ArgumentException">The other tree's largest subtree would not begin at a multiple of its size, so that its root is no node here.</exception>
    public void Append(MerkleFrontier other)
    {
        if (BitOperations.TrailingZeroCount(Size) < BitOperations.Log2((ulong)other.Size))
        {
            throw new ArgumentException($"A tree of {other.Size} leaves does not fit behind one of {Size}.", nameof(other));
        }

        var left = other.Size;
        foreach (var root in other._roots)
        {
            var level = BitOperations.Log2((ulong)left);
            AppendPerfect(root, level);
            left -= 1L << level;
        }
    }

    private void AppendPerfect(byte[] root, int level)
    {
        // Each trailing one bit of the size, counted in such subtrees, is a perfect subtree that now finds its twin.
        for (var bits = Size >> level; (bits & 1) == 1; bits >>= 1)
        {
            root = MerkleHash.Node(_roots[^1], root);
            _roots.RemoveAt(_roots.Count - 1);
        }

        _roots.Add(root);
        Size += 1L << level;
    }

    /// <summary>RFC 6962 root over all leaves.</summary>
    public byte[] Root()
    {
        if (_roots.Count == 0)
        {
            return [.. MerkleHash.Empty];
        }

        var root = _roots[^1];
        for (var i = _roots.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(_roots[i], root);
        }

        return root;
    }

    /// <summary>As stored: 32 bytes a subtree, largest first.</summary>
    public byte[] ToBytes() => [.. _roots.SelectMany(r => r)];
}
