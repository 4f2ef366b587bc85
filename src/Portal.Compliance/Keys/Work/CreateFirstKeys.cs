using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys.Work;

/// <summary>After provisioning: the organization's first data key and its pseudonym key. From then on it can connect.</summary>
internal sealed class CreateFirstKeys(OrganizationKeys keys, KeyChange change)
{
    public Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken) =>
        change.ExecuteAsync(request.Id, async (work, row) =>
        {
            if (row.State != KeyRequestState.InProgress)
            {
                return false;
            }

            if (!await work.Db.Set<DataKey>().AnyAsync(cancellationToken))
            {
                var made = await keys.CreateAsync(work.Db, work.OrganizationId, cancellationToken);
                work.Audit(AuditAction.KeyCreated, "data_key", made.DataKeyId, new JsonObject { ["version"] = made.Version, ["kid"] = made.Kid });
                row.NewDataKeyId = made.DataKeyId;
            }

            (row.State, row.FinishedAt, row.LastError) = (KeyRequestState.Done, work.Now, null);
            return true;
        }, cancellationToken);
}
