using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Text;

namespace Portal.Platform.AuditLog;

/// <summary>
/// Recomputes an organization's log from its rows. It stops at the first fault, and what cannot be read or hashed is a fault.
/// It shows that the rows agree with the head; that the head is the one that once stood there, only a signed checkpoint shows.
/// </summary>
public static class AuditLogVerification
{
    private const int BatchSize = 1_000;

    /// <param name="progress">Told the number of entries verified so far, after each batch.</param>
    /// <param name="rootsAt">Sizes, e.g. of checkpoints, at which the root is to be kept.</param>
    /// <param name="purged">What retention took. Any other missing detail is a fault; null when nobody knows, then each one stands.</param>
    public static async Task<AuditLogReport> VerifyAsync(
        DbContext db, Guid organizationId, CancellationToken cancellationToken, IProgress<long>? progress = null,
        IReadOnlySet<long>? rootsAt = null, IReadOnlyList<PurgedDetails>? purged = null)
    {
        // Ends first, head afterwards: entries and head move together, so a row behind this head is a fault even while others append.
        var ends = await EndsAsync(db, organizationId, cancellationToken).ConfigureAwait(false);
        var head = await db.Set<AuditHead>().AsNoTracking()
            .SingleOrDefaultAsync(h => h.OrganizationId == organizationId, cancellationToken).ConfigureAwait(false);
        if (head is null)
        {
            return new AuditLogReport(0, 0, 0, Hex(MerkleHash.Empty), new AuditFault(AuditFaultKind.HeadMissing, null, "a head row", "none"));
        }

        var log = new Recomputed(rootsAt, purged);
        var fault = ends.Outside(head.Size) ?? await TakeAllAsync(log, db, head, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(log.Verified);
        return log.Report(head, fault);
    }

    private static async Task<AuditFault?> TakeAllAsync(
        Recomputed log, DbContext db, AuditHead head, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (entry, detail) in RowsAsync(db, head.OrganizationId, head.Size, cancellationToken).ConfigureAwait(false))
            {
                if (log.Take(entry, detail) is { } fault)
                {
                    return fault;
                }

                if (log.Verified % BatchSize == 0)
                {
                    progress?.Report(log.Verified);
                }
            }

            return null;
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or ArgumentException)
        {
            // A column of the wrong shape: NULL where none can be, an instant out of range, text that is no id.
            return new AuditFault(AuditFaultKind.Unreadable, log.Verified, "rows that can be read from here on", e.Message);
        }
    }

    private static async Task<Ends> EndsAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        var entries = db.Set<AuditEntry>().Where(e => e.OrganizationId == organizationId);
        var details = db.Set<AuditDetail>().Where(d => d.OrganizationId == organizationId);
        return new Ends(
            await entries.MinAsync(e => (long?)e.Sequence, cancellationToken).ConfigureAwait(false),
            await entries.MaxAsync(e => (long?)e.Sequence, cancellationToken).ConfigureAwait(false),
            await details.MinAsync(d => (long?)d.Sequence, cancellationToken).ConfigureAwait(false),
            await details.MaxAsync(d => (long?)d.Sequence, cancellationToken).ConfigureAwait(false));
    }

    private static async IAsyncEnumerable<(AuditEntry Entry, AuditDetail? Detail)> RowsAsync(
        DbContext db, Guid organizationId, long size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long next = 0;
        while (true)
        {
            var batch = await (
                from entry in db.Set<AuditEntry>().AsNoTracking()
                where entry.OrganizationId == organizationId && entry.Sequence >= next && entry.Sequence < size
                join detail in db.Set<AuditDetail>().AsNoTracking()
                    on new { entry.OrganizationId, entry.Sequence } equals new { detail.OrganizationId, detail.Sequence } into details
                from detail in details.DefaultIfEmpty()
                orderby entry.Sequence
                select new { entry, detail }).Take(BatchSize).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in batch)
            {
                yield return (row.entry, row.detail);
            }

            if (batch.Count < BatchSize)
            {
                yield break;
            }

            next = batch[^1].entry.Sequence + 1;
        }
    }

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Ends(long? FirstEntry, long? LastEntry, long? FirstDetail, long? LastDetail)
    {
        public AuditFault? Outside(long size) =>
            FirstEntry < 0 ? new AuditFault(AuditFaultKind.Sequence, FirstEntry, "0", Number(FirstEntry.Value))
            : LastEntry >= size ? new AuditFault(AuditFaultKind.Sequence, LastEntry, $"{Number(size)} entries", $"entry {Number(LastEntry.Value)}")
            : FirstDetail < 0 ? new AuditFault(AuditFaultKind.StrayDetail, FirstDetail, "an entry", "none")
            : LastDetail >= size ? new AuditFault(AuditFaultKind.StrayDetail, LastDetail, "an entry", "none")
            : null;
    }

    private sealed class Recomputed(IReadOnlySet<long>? rootsAt, IReadOnlyList<PurgedDetails>? purges)
    {
        private readonly Dictionary<long, string>? _roots = rootsAt is null ? null : [];
        private readonly ArrayBufferWriter<byte> _buffer = new(512);
        private readonly MerkleFrontier _frontier = new();
        private readonly SortedSet<int> _months = [];
        private long _purged;
        private int _stretch;

        public long Verified => _frontier.Size;

        public AuditFault? Take(AuditEntry entry, AuditDetail? detail)
        {
            if (entry.Sequence != Verified)
            {
                return new AuditFault(AuditFaultKind.Sequence, Verified, Number(Verified), Number(entry.Sequence));
            }

            var leaf = Leaf(entry);
            if (leaf is null || !leaf.AsSpan().SequenceEqual(entry.LeafHash))
            {
                return new AuditFault(AuditFaultKind.Entry, entry.Sequence, Hex(entry.LeafHash), leaf is null ? "not Unicode" : Hex(leaf));
            }

            if (detail is null)
            {
                if (!IsPurged(entry))
                {
                    return new AuditFault(AuditFaultKind.DetailMissing, entry.Sequence, "a detail, or a record that retention took it", "none");
                }

                _purged++;
            }
            else if (AuditLeaf.DetailHash(detail.Salt, detail.DetailJson) is var hash && !hash.AsSpan().SequenceEqual(entry.DetailHash))
            {
                return new AuditFault(AuditFaultKind.Detail, entry.Sequence, Hex(entry.DetailHash), Hex(hash));
            }

            _frontier.Append(leaf);
            if (_roots is not null && rootsAt!.Contains(_frontier.Size))
            {
                _roots[_frontier.Size] = Hex(_frontier.Root());
            }

            return null;
        }

        public AuditLogReport Report(AuditHead head, AuditFault? fault)
        {
            var root = _frontier.Root();
            fault ??= Ending(head, root);
            var report = new AuditLogReport(head.Size, Verified, _purged, Hex(root), fault) { PurgedMonths = _months.Count == 0 ? [] : [.. _months] };
            return _roots is null ? report : report with { RootsAt = _roots };
        }

        private AuditFault? Ending(AuditHead head, byte[] root) =>
            Verified != head.Size ? new AuditFault(AuditFaultKind.Sequence, Verified, Number(Verified), "none")
            : !root.AsSpan().SequenceEqual(head.Root) ? new AuditFault(AuditFaultKind.Root, null, Hex(head.Root), Hex(root))
            : _frontier.ToBytes() is var frontier && !frontier.AsSpan().SequenceEqual(head.Frontier)
                ? new AuditFault(AuditFaultKind.Frontier, null, Hex(head.Frontier), Hex(frontier))
            : null;

        private bool IsPurged(AuditEntry entry)
        {
            if (purges is null)
            {
                return true;
            }

            // Entries come in order and so, nearly always, do the stretches: look where the last one was found, then everywhere.
            var found = _stretch < purges.Count && purges[_stretch].Covers(entry.Sequence, entry.At) ? _stretch
                : purges.ToList().FindIndex(p => p.Covers(entry.Sequence, entry.At));
            if (found < 0)
            {
                return false;
            }

            _stretch = found;
            _months.Add(purges[found].Months);
            return true;
        }

        private byte[]? Leaf(AuditEntry entry)
        {
            try
            {
                return AuditLeaf.Hash(entry, _buffer);
            }
            catch (CanonicalJsonException)
            {
                return null;
            }
        }
    }
}
