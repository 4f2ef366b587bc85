using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Evidence;

/// <summary>Every time a piece of evidence was seen: newest first, a page at a time.</summary>
public sealed class ListObservations(TenantScope scope, TenantDatabase database)
{
    public async Task<Page<ObservationView>> ExecuteAsync(Guid evidenceId, int skip, int take, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        await using var db = database.Open();
        var all = db.Set<Observation>().Where(o => o.EvidenceId == evidenceId);
        var total = await all.CountAsync(cancellationToken);
        var page = await all.OrderByDescending(o => o.AsOf).ThenByDescending(o => o.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Page<ObservationView>([.. page.Select(View)], total);
    }

    private static ObservationView View(Observation o) => new(
        o.Id, o.RunId, o.AsOf, o.Accepted, o.Result, o.ReasonCode, o.ProvenanceJson,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(o.ProvenanceJson))));
}
