using Microsoft.EntityFrameworkCore;

namespace Portal.Platform.AuditLog;

/// <summary>
/// RFC 6962 proofs from the rows of a log. Leaves are streamed, so memory stays flat; a proof is believed only after it was verified
/// against a signed root.
/// </summary>
public static class AuditProofs
{
    /// <summary>That an entry is in the log of that size.</summary>
    /// <returns>Null when leaves are missing.</returns>
    public static Task<IReadOnlyList<byte[]>?> InclusionAsync(
        DbContext db, Guid organizationId, long sequence, long size, CancellationToken cancellationToken) =>
        CollectAsync(db, organizationId, MerkleRanges.Inclusion(sequence, size), cancellationToken);

    /// <summary>That the log of that size is the earlier one with entries added behind it.</summary>
    /// <returns>Null when leaves are missing.</returns>
    public static Task<IReadOnlyList<byte[]>?> ConsistencyAsync(
        DbContext db, Guid organizationId, long earlierSize, long size, CancellationToken cancellationToken) =>
        CollectAsync(db, organizationId, MerkleRanges.Consistency(earlierSize, size), cancellationToken);

    private static async Task<IReadOnlyList<byte[]>?> CollectAsync(
        DbContext db, Guid organizationId, IReadOnlyList<LeafRange> ranges, CancellationToken cancellationToken)
    {
        var proof = new List<byte[]>(ranges.Count);
        foreach (var (from, to) in ranges)
        {
            var leaves = db.Set<AuditEntry>().AsNoTracking()
                .Where(e => e.OrganizationId == organizationId && e.Sequence >= from && e.Sequence < to)
                .OrderBy(e => e.Sequence).Select(e => e.LeafHash);
            var frontier = new MerkleFrontier();
            await foreach (var leaf in leaves.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                frontier.Append(leaf);
            }

            if (frontier.Size != to - from)
            {
                return null;
            }

            proof.Add(frontier.Root());
        }

        return proof;
    }
}
