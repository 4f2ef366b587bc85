using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail;

/// <param name="Name">As in their newest entry; people are renamed.</param>
public sealed record AuditActor(string Id, string Name);

/// <summary>What there is to filter by: who ever acted, and on what kinds of things.</summary>
public sealed record AuditLogFilters(IReadOnlyList<AuditActor> Actors, IReadOnlyList<string> SubjectTypes);

/// <inheritdoc cref="AuditLogFilters"/>
public sealed class ListAuditLogFilters(TenantScope scope, TenantDatabase database)
{
    public async Task<AuditLogFilters> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        await using var db = database.Open();
        var newest = db.Set<AuditEntry>().GroupBy(e => e.ActorId).Select(g => g.Max(e => e.Sequence));
        var actors = await db.Set<AuditEntry>().Where(e => newest.Contains(e.Sequence))
            .Select(e => new AuditActor(e.ActorId, e.ActorName)).ToListAsync(cancellationToken);
        var types = await db.Set<AuditEntry>().Select(e => e.SubjectType).Distinct().ToListAsync(cancellationToken);
        return new AuditLogFilters(
            [.. actors.OrderBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Id, StringComparer.Ordinal)],
            [.. types.Order(StringComparer.Ordinal)]);
    }
}
