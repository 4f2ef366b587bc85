using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Web.Features.AuditLog;

/// <summary>Signed notes, proofs and public keys as files, for people who verify without the portal.</summary>
internal static class CheckpointDownloads
{
    public const string KeysPath = "/.well-known/portal-signing-keys.json";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void MapCheckpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/o/{org}/audit-log/checkpoints/{size:long}/note", async (long size, ViewCheckpoint view, TenantScope scope, HttpContext context) =>
            await view.ExecuteAsync(size, context.RequestAborted) is { } checkpoint
                ? File(context, Encoding.UTF8.GetBytes(checkpoint.Note), "text/plain; charset=utf-8", Name(scope, size, "checkpoint"))
                : Results.NotFound());
        routes.MapGet("/o/{org}/audit-log/{sequence:long}/proof", async (long sequence, ProveEntry prove, TenantScope scope, HttpContext context) =>
            Answer(context, await prove.ExecuteAsync(sequence, context.RequestAborted), Name(scope, sequence, "inclusion.json")));
        routes.MapGet("/o/{org}/audit-log/checkpoints/{earlier:long}/{size:long}/consistency",
            async (long earlier, long size, ProveGrowth prove, TenantScope scope, HttpContext context) =>
                Answer(context, await prove.ExecuteAsync(earlier, size, context.RequestAborted), Name(scope, size, "consistency.json")));
        routes.MapGet(KeysPath, KeysAsync).AllowAnonymous();
    }

    /// <summary>A JWK set (RFC 7517), each key as PEM too. It changes when the signing key is rotated, so caches may keep it for an hour.</summary>
    private static async Task<IResult> KeysAsync(ListSigningKeys list, HttpContext context)
    {
        var keys = await list.ExecuteAsync(context.RequestAborted);
        if (keys.Problem is { } problem)
        {
            return Results.Text($"{problem.What} {problem.Why} {problem.Next}", "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Value.Select(Jwk)]) }, Indented), "application/jwk-set+json");
    }

    private static JsonNode Jwk(SigningPublicKey published)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(published.SubjectPublicKeyInfo, out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = published.Kid,
            ["x"] = WebEncoders.Base64UrlEncode(point.X!),
            ["y"] = WebEncoders.Base64UrlEncode(point.Y!),
            ["pem"] = PemEncoding.WriteString("PUBLIC KEY", published.SubjectPublicKeyInfo) + "\n",
            ["noteKeyId"] = Convert.ToHexStringLower(CheckpointSignature.KeyId(published.SubjectPublicKeyInfo)),
        };
        if (published.IsSwitchedOff)
        {
            jwk["switchedOff"] = true;
        }

        return jwk;
    }

    private static IResult Answer(HttpContext context, Result<JsonObject>? proof, string name) => proof switch
    {
        null => Results.NotFound(),
        { Problem: { } problem } => Results.Text($"{problem.What} {problem.Why} {problem.Next}", "text/plain; charset=utf-8", statusCode: StatusCodes.Status409Conflict),
        { } made => File(context, JsonSerializer.SerializeToUtf8Bytes(made.Value, Indented), "application/json", name),
    };

    private static IResult File(HttpContext context, byte[] content, string type, string name)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(content, type, name);
    }

    private static string Name(TenantScope scope, long number, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"audit-log-{scope.Tenant.Slug}-{number}.{ending}");
}
