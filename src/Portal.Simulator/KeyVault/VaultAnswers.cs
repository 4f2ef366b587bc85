using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Portal.Simulator.KeyVault;

/// <summary>The shapes in which the vault answers.</summary>
internal static class VaultAnswers
{
    public static Task RefuseAsync(HttpContext context, int status, string code, string message, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        return JsonAsync(context, new JsonObject { ["error"] = error }, status);
    }

    public static async Task JsonAsync(HttpContext context, JsonObject body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    public static string Kid(HttpContext context, string name, VaultKeyVersion version) =>
        $"https://{context.Request.Host.Value}/keys/{name}/{version.Id}";

    public static JsonObject Bundle(string kid, VaultKeyVersion version)
    {
        var key = new JsonObject
        {
            ["kid"] = kid,
            ["kty"] = version.Type,
            ["key_ops"] = new JsonArray([.. version.Operations.Select(o => (JsonNode)o)]),
        };
        if (version.Rsa?.ExportParameters(includePrivateParameters: false) is { } rsa)
        {
            (key["n"], key["e"]) = (Base64Url.EncodeToString(rsa.Modulus), Base64Url.EncodeToString(rsa.Exponent));
        }

        if (version.Ec?.ExportParameters(includePrivateParameters: false) is { } ec)
        {
            (key["crv"], key["x"], key["y"]) = ("P-256", Base64Url.EncodeToString(ec.Q.X), Base64Url.EncodeToString(ec.Q.Y));
        }

        return new JsonObject { ["key"] = key, ["attributes"] = Attributes(version) };
    }

    public static JsonObject Attributes(VaultKeyVersion version)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = version.Enabled,
            ["created"] = version.Created.ToUnixTimeSeconds(),
            ["updated"] = version.Created.ToUnixTimeSeconds(),
            ["recoveryLevel"] = "Recoverable+Purgeable",
            ["recoverableDays"] = 90,
        };
        if (version.NotBefore is { } notBefore)
        {
            attributes["nbf"] = notBefore.ToUnixTimeSeconds();
        }

        if (version.Expires is { } expires)
        {
            attributes["exp"] = expires.ToUnixTimeSeconds();
        }

        return attributes;
    }

    public static Task ChallengeAsync(HttpContext context, ChallengeStyle style, KeyVaultServerOptions options)
    {
        var authorization = $"https://login.test/{options.TenantId}";
        string Bearer(string resource) => $"Bearer authorization=\"{authorization}\", resource=\"{resource}\"";
        context.Response.Headers.WWWAuthenticate = style switch
        {
            ChallengeStyle.One => Bearer(options.Resource),
            ChallengeStyle.TwoHeaders => new StringValues([$"PoP authorization=\"{authorization}\", resource=\"https://pop.test\"", Bearer(options.Resource)]),
            ChallengeStyle.WrongResource => Bearer("https://vault.elsewhere.test"),
            ChallengeStyle.Empty => "Bearer",
        };
        return RefuseAsync(context, 401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
    }

    public static Task ClaimsChallengeAsync(HttpContext context, KeyVaultServerOptions options, string claims)
    {
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims));
        context.Response.Headers.WWWAuthenticate = string.Create(CultureInfo.InvariantCulture,
            $"Bearer realm=\"\", authorization_uri=\"https://login.test/{options.TenantId}/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{encoded}\"");
        return RefuseAsync(context, 401, "Unauthorized", "The token was revoked.");
    }
}
