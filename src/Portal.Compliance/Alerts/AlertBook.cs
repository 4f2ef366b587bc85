using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Compliance.Alerts;

/// <summary>
/// The open alerts of one connection inside one write. At most one is open per cause; staleness of a connection whose key was refused
/// joins that alert, because a person can do one thing about both.
/// </summary>
internal sealed class AlertBook
{
    private readonly TenantWork _work;
    private readonly Connection _connection;
    private readonly List<Alert> _open;

    private AlertBook(TenantWork work, Connection connection, List<Alert> open) => (_work, _connection, _open) = (work, connection, open);

    public static async Task<AlertBook> OpenAsync(TenantWork work, Connection connection, CancellationToken cancellationToken) =>
        new(work, connection, await work.Db.Set<Alert>()
            .Where(a => a.ConnectionId == connection.Id && a.State == AlertState.Open).ToListAsync(cancellationToken));

    /// <summary>Whether anything was opened or resolved.</summary>
    public bool Changed { get; private set; }

    public Alert? Find(AlertCause cause) => _open.Find(a => a.Cause == cause);

    /// <summary>Opens the alert, or keeps the one that is open and brings its detail up to date.</summary>
    public Alert Raise(AlertCause cause, JsonObject detail, DateTimeOffset? staleSince = null)
    {
        if (Find(cause) is { } known)
        {
            known.DetailJson = detail.ToJsonString();
            return known;
        }

        var alert = new Alert
        {
            OrganizationId = _work.OrganizationId,
            Id = _work.NewId(),
            ConnectionId = _connection.Id,
            Cause = cause,
            State = AlertState.Open,
            OpenedAt = _work.Now,
            DetailJson = detail.ToJsonString(),
            StaleSince = staleSince,
        };
        _open.Add(alert);
        _work.Db.Add(alert);
        Audit(AuditAction.AlertOpened, alert, staleSince);
        return alert;
    }

    /// <param name="resolution">A sentence that says what changed.</param>
    public void Resolve(AlertCause cause, string resolution)
    {
        if (Find(cause) is not { } alert)
        {
            return;
        }

        alert.State = AlertState.Resolved;
        alert.ResolvedAt = _work.Now;
        alert.Resolution = resolution;
        _open.Remove(alert);
        Audit(AuditAction.AlertResolved, alert, alert.StaleSince, resolution);
    }

    public void ResolveAll(string resolution)
    {
        foreach (var cause in _open.Select(a => a.Cause).ToList())
        {
            Resolve(cause, resolution);
        }
    }

    /// <summary>The key was refused. An open staleness alert moves into this one.</summary>
    public void RaiseKeyRefused(JsonObject detail)
    {
        var stale = Find(AlertCause.Stale)?.StaleSince;
        Raise(AlertCause.KeyRefused, detail, stale);
        Resolve(AlertCause.Stale, "Joined the alert about the refused key: replacing the key ends both.");
    }

    /// <summary>The evidence turned stale at <paramref name="since"/>.</summary>
    /// <returns>False when that is known already.</returns>
    public bool RaiseStale(DateTimeOffset since)
    {
        if (Find(AlertCause.KeyRefused) is { } refused)
        {
            if (refused.StaleSince is not null)
            {
                return false;
            }

            refused.StaleSince = since;
            Audit(AuditAction.AlertJoined, refused, since, "Evidence is stale too; joined the alert about the refused key.");
            return true;
        }

        if (Find(AlertCause.Stale) is not null)
        {
            return false;
        }

        Raise(AlertCause.Stale, new JsonObject { ["lastAccepted"] = Instant(_connection.LastAcceptedAsOf), ["since"] = Instant(since) }, since);
        return true;
    }

    private void Audit(AuditAction action, Alert alert, DateTimeOffset? staleSince, string? note = null)
    {
        Changed = true;
        var detail = new JsonObject { ["connection"] = _connection.Id.ToString("D"), ["cause"] = alert.Cause.ToString() };
        if (staleSince is not null)
        {
            detail["staleSince"] = Instant(staleSince);
        }

        if (note is not null)
        {
            detail["note"] = note;
        }

        _work.Audit(action, "alert", alert.Id, detail);
    }

    private static string? Instant(DateTimeOffset? instant) => instant is { } known ? InstantText.Machine(known) : null;
}
