using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>What off-boarding would destroy, stop and keep; null when the organization was off-boarded.</summary>
public sealed class PreviewOffBoarding
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;

    internal PreviewOffBoarding(TenantScope scope, TenantDatabase database, DirectoryDatabase directory) =>
        (_scope, _database, _directory) = (scope, database, directory);

    public async Task<OffBoardingPreview?> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        await using var db = _database.Open();
        if (await KeyStandings.ReadAsync(db, cancellationToken) == KeyStanding.OffBoarded)
        {
            return null;
        }

        await using var directory = _directory.Open();
        var live = db.Set<Connection>().Where(c => c.State != ConnectionState.Revoked && c.State != ConnectionState.Revoking);
        return new OffBoardingPreview(
            await db.Set<DataKey>().CountAsync(k => k.State != DataKeyState.Destroyed, cancellationToken),
            await db.Set<Connection>().CountAsync(c => c.SealedCredential != null, cancellationToken),
            await db.Set<SealedSubject>().CountAsync(cancellationToken),
            await live.CountAsync(cancellationToken),
            await db.Set<ConnectorRun>().CountAsync(r => r.State == RunState.Queued || r.State == RunState.Running, cancellationToken),
            await live.CountAsync(c => c.State == ConnectionState.Active, cancellationToken),
            await db.Set<EvidenceRecord>().CountAsync(cancellationToken),
            await db.Set<ConnectorRun>().CountAsync(cancellationToken),
            await db.Set<AuditHead>().Select(h => h.Size).SingleOrDefaultAsync(cancellationToken),
            await directory.Set<Membership>().CountAsync(m => m.OrganizationId == _scope.OrganizationId && m.RemovedAt == null, cancellationToken));
    }
}
