using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Coverage;

/// <summary>Coverage at the end of each day, and what happened in between.</summary>
public sealed class ViewCoverageTrend(TenantScope scope, TenantDatabase database, CoverageReader reader, ProductClock clock)
{
    public const int DefaultDays = 90;
    public const int MaxDays = 400;

    /// <param name="asOf">End of the period; null: now.</param>
    /// <param name="days">Days before it, at most <see cref="MaxDays"/>.</param>
    public async Task<CoverageTrend> ExecuteAsync(DateTimeOffset? asOf = null, int days = DefaultDays, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.Read);
        var end = AsOfInstant.Of(asOf, clock).At;
        var instants = DayEnds(end, Math.Clamp(days, 1, MaxDays), scope.Tenant.Zone);
        await using var db = database.Open();
        var reading = await reader.AtAsync(db, instants, cancellationToken);
        var points = instants.Select(i => (At: i, reading.Calculator.At(i).Overall)).Select(p => new TrendPoint(p.At, p.Overall.Covered, p.Overall.Counted));
        var markers = await MarkersAsync(db, reading, instants[0], end, cancellationToken);
        return new CoverageTrend([.. points], markers);
    }

    /// <summary>Midnights of the organization's zone, oldest first, and the end itself.</summary>
    internal static List<DateTimeOffset> DayEnds(DateTimeOffset end, int days, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end, zone).DateTime);
        var midnights = Enumerable.Range(1 - days, days).Select(day => Midnight(today.AddDays(day), zone)).Where(m => m < end);
        return [.. midnights, end];
    }

    /// <summary>The day's first instant. Where clocks skip midnight, it is the first one after the gap.</summary>
    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        // A midnight that comes twice begins the day the first time: with the larger offset.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private async Task<List<TrendMarker>> MarkersAsync(
        PortalDbContext db, CoverageReading reading, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var names = reading.Sources.ToDictionary(s => s.Id, s => s.Name);
        var markers = new List<TrendMarker>();
        foreach (var adoption in reading.Facts.Adoptions)
        {
            var name = FrameworkCatalog.Shipped.Find(adoption.Framework)?.Name ?? adoption.Framework;
            markers.Add(new TrendMarker(adoption.Effective.From, TrendEvent.FrameworkAdopted, name));
            markers.AddRange(Ended(adoption.Effective.To, TrendEvent.FrameworkDropped, name, null));
        }

        foreach (var source in reading.Sources)
        {
            markers.Add(new TrendMarker(source.CreatedAt, TrendEvent.Connected, source.Name, source.Id));
            markers.AddRange(Ended(source.RevokedAt, TrendEvent.Revoked, source.Name, source.Id));
        }

        var alerts = await db.Set<Alert>().Where(a => a.OpenedAt <= to && (a.ResolvedAt == null || a.ResolvedAt > from))
            .Select(a => new { a.ConnectionId, a.Cause, a.OpenedAt, a.ResolvedAt }).ToListAsync(cancellationToken);
        foreach (var alert in alerts)
        {
            markers.Add(new TrendMarker(alert.OpenedAt, TrendEvent.AlertOpened, names[alert.ConnectionId], alert.ConnectionId, alert.Cause.ToString()));
            markers.AddRange(Ended(alert.ResolvedAt, TrendEvent.AlertResolved, names[alert.ConnectionId], alert.ConnectionId, alert.Cause.ToString()));
        }

        var failures = await db.Set<ConnectorRun>().Where(r => r.State == RunState.Failed && r.QueuedAt > from && r.QueuedAt <= to)
            .Select(r => new { r.ConnectionId, r.QueuedAt }).ToListAsync(cancellationToken);
        markers.AddRange(failures.GroupBy(f => (f.ConnectionId, Day: TimeZoneInfo.ConvertTime(f.QueuedAt, scope.Tenant.Zone).Date))
            .Select(g => new TrendMarker(g.Min(f => f.QueuedAt), TrendEvent.SyncFailed, names[g.Key.ConnectionId], g.Key.ConnectionId, null, g.Count())));
        return [.. markers.Where(m => m.At > from && m.At <= to).OrderBy(m => m.At).ThenBy(m => m.Event).ThenBy(m => m.Subject, StringComparer.Ordinal)];
    }

    private static IEnumerable<TrendMarker> Ended(DateTimeOffset? at, TrendEvent what, string subject, Guid? connection, string? cause = null) =>
        at is { } when ? [new TrendMarker(when, what, subject, connection, cause)] : [];
}
