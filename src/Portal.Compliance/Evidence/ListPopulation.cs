using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence;

/// <summary>The members behind a piece of evidence, by pseudonym, in the order their digest was taken.</summary>
public sealed class ListPopulation(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<PopulationMemberView>> ExecuteAsync(Guid evidenceId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var all = db.Set<PopulationRow>().Where(p => p.EvidenceId == evidenceId);
        var total = await all.CountAsync(cancellationToken);
        var page = await all.OrderBy(p => p.Pseudonym).ThenBy(p => p.Date).Skip(skip).Take(take)
            .Select(p => new PopulationMemberView(p.Pseudonym, p.Date, p.Disposition)).ToListAsync(cancellationToken);
        return new Page<PopulationMemberView>(page, total);
    }
}
