using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail;

/// <summary>What the audit log page filters by; every member is part of its URL.</summary>
/// <param name="Action">An action's code, or its beginning with a dot: <c>sync.</c> is every sync action.</param>
/// <param name="ActorId">Exactly.</param>
/// <param name="SubjectId">Exactly: the trail of one connection, run or piece of evidence.</param>
/// <param name="From">At or after.</param>
/// <param name="To">Before.</param>
/// <param name="Sequence">That one entry.</param>
public sealed record AuditFilter(
    string? Action = null, string? ActorId = null, string? SubjectType = null, string? SubjectId = null,
    DateTimeOffset? From = null, DateTimeOffset? To = null, long? Sequence = null);

/// <summary>One entry as a person reads it.</summary>
/// <param name="Detail">Canonical JSON; null when retention purged it.</param>
public sealed record AuditEntryView(
    long Sequence, DateTimeOffset At, string ActorId, string ActorName, string Action, string SubjectType, string SubjectId,
    string? Detail, string? Salt, string DetailHash, string LeafHash);

/// <summary>The organization's trail: newest first, a page at a time.</summary>
public sealed class SearchAuditLog(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<AuditEntryView>> ExecuteAsync(AuditFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        await using var db = database.Open();
        var matching = Matching(db.Set<AuditEntry>(), filter);
        var total = await matching.CountAsync(cancellationToken);
        var page = await WithDetailAsync(db, matching.OrderByDescending(e => e.Sequence).Skip(skip).Take(take), cancellationToken);
        return new Page<AuditEntryView>(page, total);
    }

    /// <param name="entries">A stretch of the log; the result is newest first.</param>
    internal static async Task<IReadOnlyList<AuditEntryView>> WithDetailAsync(
        PortalDbContext db, IQueryable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var rows = await (
            from entry in entries
            join d in db.Set<AuditDetail>() on entry.Sequence equals d.Sequence into details
            from detail in details.DefaultIfEmpty()
            orderby entry.Sequence descending
            select new { entry, detail }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => View(row.entry, row.detail))];
    }

    internal static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.Action is { Length: > 0 } action)
        {
            entries = action.EndsWith('.') ? entries.Where(e => e.Action.StartsWith(action)) : entries.Where(e => e.Action == action);
        }

        if (filter.ActorId is { Length: > 0 } actor)
        {
            entries = entries.Where(e => e.ActorId == actor);
        }

        if (filter.SubjectType is { Length: > 0 } type)
        {
            entries = entries.Where(e => e.SubjectType == type);
        }

        if (filter.SubjectId is { Length: > 0 } subject)
        {
            entries = entries.Where(e => e.SubjectId == subject);
        }

        if (filter.Sequence is { } sequence)
        {
            entries = entries.Where(e => e.Sequence == sequence);
        }

        if (filter.From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        return filter.To is { } to ? entries.Where(e => e.At < to) : entries;
    }

    private static AuditEntryView View(AuditEntry e, AuditDetail? d) => new(
        e.Sequence, e.At, e.ActorId, e.ActorName, e.Action, e.SubjectType, e.SubjectId,
        d is null ? null : Encoding.UTF8.GetString(d.DetailJson), d is null ? null : Convert.ToHexStringLower(d.Salt),
        Convert.ToHexStringLower(e.DetailHash), Convert.ToHexStringLower(e.LeafHash));
}
