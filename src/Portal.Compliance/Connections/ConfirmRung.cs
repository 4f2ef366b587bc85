using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Frameworks;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections;

/// <summary>
/// The customer confirms on which rung of its ladder a kind of evidence is derived. Controls that this rung alone speaks to become
/// required from now on; those of other rungs end now. A run by itself never adds or drops one.
/// </summary>
public sealed class ConfirmRung
{
    private readonly TenantScope _scope;
    private readonly Catalog _catalog;
    private readonly ConnectionChange _change;

    internal ConfirmRung(TenantScope scope, Catalog catalog, ConnectionChange change) => (_scope, _catalog, _change) = (scope, catalog, change);

    public Task<Result<Done>> ExecuteAsync(Guid connectionId, string evidenceKind, string rung, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageFrameworks);
        return _change.ExecuteAsync(connectionId, async (work, connection) =>
        {
            var kind = _catalog.Require(connection.Connector).Manifest.EvidenceKinds.FirstOrDefault(k => k.Kind == evidenceKind);
            var onRungs = kind?.Controls.Where(c => c is { Relation: LinkRelation.Primary, OnlyForRung: not null }).ToList() ?? [];
            var inForce = await work.Db.Set<Requirement>()
                .Where(r => r.EvidenceKind == evidenceKind && r.EffectiveTo == null).ToListAsync(cancellationToken);
            foreach (var link in onRungs)
            {
                var current = inForce.Find(r => r.Framework == link.Framework && r.Control == link.Control);
                if (link.OnlyForRung == rung && current is null)
                {
                    RequirementRows.Add(work, link, evidenceKind, $"Confirmed: {kind!.Title} is derived on the rung {rung}.");
                }
                else if (link.OnlyForRung != rung && current is { Origin: RequirementOrigin.Manifest })
                {
                    RequirementRows.End(work, current, $"Confirmed: {kind!.Title} is derived on the rung {rung}, which does not speak to this control.");
                }
            }

            return null;
        }, cancellationToken);
    }
}
