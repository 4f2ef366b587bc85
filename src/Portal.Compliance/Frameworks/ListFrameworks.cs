using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <param name="AdoptedSince">Null: not adopted now.</param>
/// <param name="OutOfScope">Controls somebody took out of scope.</param>
public sealed record FrameworkSummary(
    string Id, string Name, string Version, string Publisher, string About, int Controls, DateTimeOffset? AdoptedSince, int OutOfScope, int Requirements);

/// <summary>Every framework this build ships, and how the organization stands to it.</summary>
public sealed class ListFrameworks(TenantScope scope, TenantDatabase database)
{
    public async Task<IReadOnlyList<FrameworkSummary>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var adopted = await db.Set<FrameworkAdoption>().Where(a => a.EffectiveTo == null).ToListAsync(cancellationToken);
        var outOfScope = await db.Set<ControlScope>().Where(s => s.EffectiveTo == null && !s.InScope)
            .GroupBy(s => s.Framework).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var requirements = await db.Set<Requirement>().Where(r => r.EffectiveTo == null)
            .GroupBy(r => r.Framework).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return
        [
            .. FrameworkCatalog.Shipped.Frameworks.Select(f => new FrameworkSummary(
                f.Id, f.Name, f.Version, f.Publisher, f.About, f.ControlCount,
                adopted.Where(a => a.Framework == f.Id).Select(a => (DateTimeOffset?)a.EffectiveFrom).Min(),
                outOfScope.GetValueOrDefault(f.Id), requirements.GetValueOrDefault(f.Id))),
        ];
    }
}
