using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Text;

namespace Portal.Platform.AuditLog;

/// <summary>
/// Recomputes an organization's log from its rows. It stops at the first fault, and what cannot be read or hashed is a fault.
/// It shows that the rows agree with the head; that the head is the one that once stood there, only a signed checkpoint shows.
/// </summary>
public static class AuditLogVerification
{
    private const int ProgressStep = 1_000;

    /// <param name="progress">Told the number of entries verified so far.</param>
    /// <param name="rootsAt">Sizes, e.g. of checkpoints, at which the root is to be kept.</param>
    /// <param name="purged">What retention took. Any other missing detail is a fault; null when nobody knows, then each one stands.</param>
    public static Task<AuditLogReport> VerifyAsync(
        DbContext db, Guid organizationId, CancellationToken cancellationToken, IProgress<long>? progress = null,
        IReadOnlySet<long>? rootsAt = null, IReadOnlyList<PurgedDetails>? purged = null) =>
        VerifyAsync(db, new EntityAuditRows(db, organizationId), organizationId, cancellationToken, progress, rootsAt, purged);

    /// <param name="rows">How entries are read; the head is read from <paramref name="db"/>.</param>
    /// <inheritdoc cref="VerifyAsync(DbContext, Guid, CancellationToken, IProgress{long}, IReadOnlySet{long}, IReadOnlyList{PurgedDetails})"/>
    internal static async Task<AuditLogReport> VerifyAsync(
        DbContext db, AuditRows rows, Guid organizationId, CancellationToken cancellationToken, IProgress<long>? progress = null,
        IReadOnlySet<long>? rootsAt = null, IReadOnlyList<PurgedDetails>? purged = null)
    {
        // Ends first, head afterwards: entries and head move together, so a row behind this head is a fault even while others append.
        var ends = await EndsAsync(db, organizationId, cancellationToken).ConfigureAwait(false);
        var head = await db.Set<AuditHead>().AsNoTracking()
            .SingleOrDefaultAsync(h => h.OrganizationId == organizationId, cancellationToken).ConfigureAwait(false);
        if (head is null)
        {
            return new AuditLogReport(0, 0, 0, Convert.ToHexStringLower(MerkleHash.Empty), new AuditFault(AuditFaultKind.HeadMissing, null, "a head row", "none"));
        }

        var log = new RecomputedLog(rootsAt is not null);
        var fault = ends.Outside(head.Size);
        if (fault is null)
        {
            var told = progress is null ? null : new Progress(progress);
            foreach (var stretch in await RecomputeAsync(rows, head, told, rootsAt, purged, cancellationToken).ConfigureAwait(false))
            {
                fault ??= log.Take(stretch);
            }
        }

        progress?.Report(log.Verified);
        return log.Report(head, fault);
    }

    /// <returns>The stretches in order, up to the first one with a fault or further.</returns>
    private static async Task<IEnumerable<AuditStretch>> RecomputeAsync(
        AuditRows rows, AuditHead head, Progress? progress, IReadOnlySet<long>? rootsAt, IReadOnlyList<PurgedDetails>? purged, CancellationToken cancellationToken)
    {
        var stretches = new AuditStretch?[(head.Size + AuditStretch.Length - 1) / AuditStretch.Length];
        var (claimed, faulty) = (-1, 0);
        async Task LaneAsync()
        {
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (Volatile.Read(ref faulty) == 0 && Interlocked.Increment(ref claimed) is var index && index < stretches.Length)
            {
                var first = (long)index * AuditStretch.Length;
                var stretch = new AuditStretch(head.OrganizationId, first, rootsAt, purged, sha256);
                await ReadAsync(rows, stretch, first, Math.Min(first + AuditStretch.Length, head.Size), progress, cancellationToken).ConfigureAwait(false);
                // Every earlier one was claimed before this one, and whoever claimed it finishes it.
                stretches[index] = stretch;
                if (stretch.Fault is not null)
                {
                    Volatile.Write(ref faulty, 1);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, rows.Lanes).Select(_ => Task.Run(LaneAsync, cancellationToken))).ConfigureAwait(false);
        return stretches.TakeWhile(s => s is not null)!;
    }

    private static async Task ReadAsync(
        AuditRows rows, AuditStretch stretch, long from, long to, Progress? progress, CancellationToken cancellationToken)
    {
        try
        {
            await rows.ReadAsync(from, to, (scoped in row) => stretch.Take(row) && Tell(stretch, progress), cancellationToken).ConfigureAwait(false);
            stretch.End(to);
        }
        catch (CanonicalJsonException)
        {
            stretch.Fail(AuditFaultKind.Entry, "Unicode", "not Unicode");
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or ArgumentException)
        {
            // A column of the wrong shape: NULL where none can be, an instant out of range, text that is no id.
            stretch.Fail(AuditFaultKind.Unreadable, "rows that can be read from here on", e.Message);
        }
    }

    private static bool Tell(AuditStretch stretch, Progress? progress)
    {
        if (progress is not null && stretch.Frontier.Size % ProgressStep == 0)
        {
            progress.Add(ProgressStep);
        }

        return true;
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

    private sealed record Ends(long? FirstEntry, long? LastEntry, long? FirstDetail, long? LastDetail)
    {
        public AuditFault? Outside(long size) =>
            FirstEntry < 0 ? new AuditFault(AuditFaultKind.Sequence, FirstEntry, "0", Number(FirstEntry.Value))
            : LastEntry >= size ? new AuditFault(AuditFaultKind.Sequence, LastEntry, $"{Number(size)} entries", $"entry {Number(LastEntry.Value)}")
            : FirstDetail < 0 ? new AuditFault(AuditFaultKind.StrayDetail, FirstDetail, "an entry", "none")
            : LastDetail >= size ? new AuditFault(AuditFaultKind.StrayDetail, LastDetail, "an entry", "none")
            : null;

        private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Lanes tell of what they did in any order; whoever listens hears a number that only grows.</summary>
    private sealed class Progress(IProgress<long> listener)
    {
        private readonly Lock _lock = new();
        private long _verified;

        public void Add(long entries)
        {
            lock (_lock)
            {
                listener.Report(_verified += entries);
            }
        }
    }
}
