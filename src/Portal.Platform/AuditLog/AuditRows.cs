using Microsoft.EntityFrameworkCore;
using Portal.Platform.Text;

namespace Portal.Platform.AuditLog;

/// <returns>False when no further row is wanted.</returns>
internal delegate bool AuditRowTaker(scoped in AuditRow row);

/// <summary>How the rows of one organization's log are read, in order.</summary>
internal abstract class AuditRows
{
    /// <summary>How many stretches may be read at once.</summary>
    public abstract int Lanes { get; }

    /// <summary>Entries from <paramref name="from"/> up to, without, <paramref name="to"/>.</summary>
    public abstract Task ReadAsync(long from, long to, AuditRowTaker take, CancellationToken cancellationToken);
}

/// <summary>Through EF Core's entities, batch by batch: on any engine, over the one context that there is.</summary>
internal sealed class EntityAuditRows(DbContext db, Guid organizationId) : AuditRows
{
    private const int BatchSize = 1_000;

    public override int Lanes => 1;

    public override async Task ReadAsync(long from, long to, AuditRowTaker take, CancellationToken cancellationToken)
    {
        for (var next = from; ;)
        {
            var batch = await (
                from entry in db.Set<AuditEntry>().AsNoTracking()
                where entry.OrganizationId == organizationId && entry.Sequence >= next && entry.Sequence < to
                join detail in db.Set<AuditDetail>().AsNoTracking()
                    on new { entry.OrganizationId, entry.Sequence } equals new { detail.OrganizationId, detail.Sequence } into details
                from detail in details.DefaultIfEmpty()
                orderby entry.Sequence
                select new { entry, detail }).Take(BatchSize).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in batch)
            {
                if (!take(Of(row.entry, row.detail)))
                {
                    return;
                }
            }

            if (batch.Count < BatchSize)
            {
                return;
            }

            next = batch[^1].entry.Sequence + 1;
        }
    }

    /// <exception cref="CanonicalJsonException">A text is no Unicode.</exception>
    internal static AuditRow Of(AuditEntry entry, AuditDetail? detail) => new()
    {
        Sequence = entry.Sequence,
        At = entry.At,
        ActorId = CanonicalJsonWriter.Utf8(entry.ActorId),
        ActorName = CanonicalJsonWriter.Utf8(entry.ActorName),
        Action = CanonicalJsonWriter.Utf8(entry.Action),
        SubjectType = CanonicalJsonWriter.Utf8(entry.SubjectType),
        SubjectId = CanonicalJsonWriter.Utf8(entry.SubjectId),
        DetailHash = entry.DetailHash,
        LeafHash = entry.LeafHash,
        HasDetail = detail is not null,
        Salt = detail?.Salt,
        DetailJson = detail?.DetailJson,
    };
}
