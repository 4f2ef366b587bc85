using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Live;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>Keys, or a request about them, changed.</summary>
public sealed record KeysChanged : OrganizationEvent;

/// <summary>The shape of every step on a request: one transaction that sees the request as it is now, then open pages follow.</summary>
internal sealed class KeyChange(TenantDatabase database, TenantScope scope, OrganizationEvents events)
{
    public const string SubjectType = "key_request";

    /// <summary>Ends a request that is not to be carried out.</summary>
    public static void Refuse(TenantWork work, KeyRequest request, string why)
    {
        (request.State, request.FinishedAt, request.LastError) = (KeyRequestState.Refused, work.Now, $"{why} It was not carried out.");
        work.Audit(AuditAction.KeyRequestRefused, SubjectType, request.Id, new JsonObject { ["kind"] = request.Kind.ToString(), ["why"] = why });
    }

    /// <param name="change">Says false to change nothing.</param>
    /// <returns>Whether it was changed. False also when somebody else was faster: whoever works on it looks again.</returns>
    public async Task<bool> ExecuteAsync(Guid requestId, Func<TenantWork, KeyRequest, Task<bool>> change, CancellationToken cancellationToken)
    {
        await using (var work = await database.BeginAsync(cancellationToken))
        {
            var request = await work.Db.Set<KeyRequest>().SingleAsync(r => r.Id == requestId, cancellationToken);
            try
            {
                if (!request.IsOpen || !await change(work, request))
                {
                    return false;
                }

                request.Revision++;
                await work.CommitAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }
        }

        events.Publish(scope.OrganizationId, new KeysChanged());
        return true;
    }
}
