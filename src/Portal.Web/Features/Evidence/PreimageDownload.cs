using System.Text;
using Portal.Compliance.Evidence;

namespace Portal.Web.Features.Evidence;

/// <summary>The exact bytes whose SHA-256 is a piece of evidence's fingerprint. Another organization's evidence is 404, like evidence that never was.</summary>
internal static class PreimageDownload
{
    public static string FileName(Guid id) => $"evidence-{id:D}.preimage.json";

    public static void MapEvidenceFeature(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/o/{org}/evidence/{id:guid}/preimage", async (Guid id, ViewEvidence view, HttpContext context) =>
        {
            var evidence = await view.ExecuteAsync(id, context.RequestAborted);
            if (evidence is null)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "no-store";
            if (evidence.Preimage is not { } preimage)
            {
                return Results.Text($"The payload was purged when its retention ended; its fingerprint stands: {evidence.Row.Fingerprint}", statusCode: StatusCodes.Status410Gone);
            }

            return Results.Bytes(Encoding.UTF8.GetBytes(preimage), "application/json", FileName(id));
        });
}
