using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Text;

namespace Portal.Platform.AuditLog;

/// <summary>The only door through which entries come into being.</summary>
public static class AuditTrail
{
    /// <summary>
    /// Adds entries behind the organization's last one, in the order given, and moves the head. Nothing is written before the caller saves,
    /// in the transaction of the change that the entries record. The caller has locked the head row (SQLite: the transaction began
    /// immediate); if somebody else appended nevertheless, saving fails with <see cref="DbUpdateConcurrencyException"/>, and the context
    /// has to be thrown away.
    /// </summary>
    /// <returns>Sequence of the first entry added.</returns>
    /// <exception cref="AuditLogBrokenException">The head contradicts itself; nothing more is appended to such a log.</exception>
    /// <exception cref="CanonicalJsonException">A detail or a name cannot be written canonically.</exception>
    public static async Task<long> AppendAsync(
        DbContext db, Guid organizationId, IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        var (first, rows) = await PlaceAsync(db, organizationId, records, cancellationToken).ConfigureAwait(false);
        // Only now, so that a record that is refused leaves nothing half done in the context.
        db.AddRange(rows.SelectMany(r => new object[] { r.Entry, r.Detail }));
        return first;
    }

    /// <summary>As <see cref="AppendAsync"/>, but hands the rows back for the caller to write: for writes too large to be tracked row by row.</summary>
    internal static async Task<(long First, IReadOnlyList<(AuditEntry Entry, AuditDetail Detail)> Rows)> PlaceAsync(
        DbContext db, Guid organizationId, IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        var existing = await db.Set<AuditHead>().FindAsync([organizationId], cancellationToken).ConfigureAwait(false);
        var head = existing ?? new AuditHead { OrganizationId = organizationId };
        var first = head.Size;
        var frontier = Open(head);
        var buffer = new ArrayBufferWriter<byte>(512);
        var rows = new List<(AuditEntry, AuditDetail)>(records.Count);
        foreach (var record in records)
        {
            var detail = NewDetail(organizationId, frontier.Size, record);
            var entry = NewEntry(record, detail, buffer);
            frontier.Append(entry.LeafHash);
            rows.Add((entry, detail));
        }

        head.MoveTo(frontier.Size, frontier.ToBytes(), frontier.Root());
        if (existing is null)
        {
            db.Add(head);
        }

        return (first, rows);
    }

    private static MerkleFrontier Open(AuditHead head)
    {
        MerkleFrontier frontier;
        try
        {
            frontier = new MerkleFrontier(head.Size, head.Frontier);
        }
        catch (ArgumentException e)
        {
            throw new AuditLogBrokenException(head.OrganizationId, e);
        }

        return frontier.Root().AsSpan().SequenceEqual(head.Root) ? frontier : throw new AuditLogBrokenException(head.OrganizationId);
    }

    private static AuditDetail NewDetail(Guid organizationId, long sequence, AuditRecord record) => new()
    {
        OrganizationId = organizationId,
        Sequence = sequence,
        Salt = RandomNumberGenerator.GetBytes(AuditLeaf.SaltSize),
        DetailJson = CanonicalJson.Canonicalize(record.Detail),
    };

    private static AuditEntry NewEntry(AuditRecord record, AuditDetail detail, ArrayBufferWriter<byte> buffer)
    {
        var entry = new AuditEntry
        {
            OrganizationId = detail.OrganizationId,
            Sequence = detail.Sequence,
            At = record.At.ToUniversalTime(),
            ActorId = Within(AuditLogModel.ActorLength, record.ActorId),
            ActorName = Shortened(record.ActorName),
            Action = record.Action.Code(),
            SubjectType = Within(AuditLogModel.SubjectTypeLength, record.SubjectType),
            SubjectId = Within(AuditLogModel.SubjectIdLength, record.SubjectId),
            DetailHash = AuditLeaf.DetailHash(detail.Salt, detail.DetailJson),
        };
        entry.Seal(AuditLeaf.Hash(entry, buffer));
        return entry;
    }

    private static string Within(int length, string value) => value.Length is > 0 && value.Length <= length ? value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Between 1 and {length} characters are needed, not {value.Length}."));

    /// <summary>A name is for reading; a long one must not stop the change that it signs. Never cut inside a surrogate pair.</summary>
    private static string Shortened(string name)
    {
        if (name.Length <= AuditLogModel.ActorNameLength)
        {
            return name;
        }

        var keep = AuditLogModel.ActorNameLength - 1;
        return string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[keep - 1]) ? keep - 1 : keep), "…");
    }
}

/// <summary>An organization's audit log contradicts itself; somebody or something changed it.</summary>
public sealed class AuditLogBrokenException(Guid organizationId, Exception? inner = null)
    : Exception($"The audit log of organization {organizationId:D} contradicts itself: size, frontier and root of its head do not belong together. "
        + "Nothing is appended to it. Verify the log and restore it from a backup.", inner)
{
    public Guid OrganizationId { get; } = organizationId;
}
