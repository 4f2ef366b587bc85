using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence;

/// <summary>The members behind a piece of evidence, by pseudonym, in the order their digest was taken.</summary>
public sealed class ListPopulation
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;

    internal ListPopulation(TenantScope scope, TenantDatabase database) => (_scope, _database) = (scope, database);

    public async Task<Page<PopulationMemberView>> ExecuteAsync(Guid evidenceId, int skip, int take, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        await using var db = _database.Open();
        var all = db.Set<PopulationRow>().Where(p => p.EvidenceId == evidenceId);
        var total = await all.CountAsync(cancellationToken);
        var page = await all.OrderBy(p => p.Pseudonym).ThenBy(p => p.Date).Skip(skip).Take(take)
            .Select(p => new PopulationMemberView(p.Pseudonym, p.Date, p.Disposition)).ToListAsync(cancellationToken);
        return new Page<PopulationMemberView>(page, total);
    }
}
