using System.Globalization;
using Portal.Compliance.Trail;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;
using Portal.Web.Components;

namespace Portal.Web.Features.AuditLog;

/// <summary>The filtered log as a CSV file, streamed; that it was exported is in the log before the first byte leaves.</summary>
internal static class AuditLogExport
{
    public static void MapAuditLogFeature(this IEndpointRouteBuilder routes)
    {
        routes.MapCheckpoints();
        routes.MapGet("/o/{org}/audit-log/export", (HttpContext context, TenantScope scope, ExportAuditLog export, ProductClock clock) =>
        {
            var url = UrlState.From(context.Request.Path + context.Request.QueryString);
            var filter = AuditLogState.Read(url, scope.Tenant.Zone);
            var name = string.Create(CultureInfo.InvariantCulture, $"audit-log-{scope.Tenant.Slug}-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.csv");
            context.Response.Headers.CacheControl = "no-store";
            return Results.Stream(output => export.ExecuteAsync(filter, output, context.RequestAborted), "text/csv; charset=utf-8", name);
        });
    }
}
