using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Portal.Simulator.KeyVault;

/// <summary>The part of the REST interface that the portal uses, with real keys behind it.</summary>
internal sealed class VaultEndpoints(VaultKeys keys, KeyVaultServerOptions options)
{
    private static readonly string[] EveryOperation = ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"];

    /// <param name="named">Turns a proper key id into the one to answer under.</param>
    public Task HandleAsync(HttpContext context, JsonObject? body, Func<string, string> named)
    {
        var parts = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        return (context.Request.Method, parts) switch
        {
            ("POST", ["keys", var name, "create"]) => CreateAsync(context, name, body, named),
            ("POST", ["keys", var name, "rotate"]) => RotateAsync(context, name, named),
            ("GET", ["keys", var name, "versions"]) => VersionsAsync(context, name),
            ("GET", ["keys", var name]) => FoundAsync(context, name, keys.Find(name, null), named),
            ("GET", ["keys", var name, var version]) => FoundAsync(context, name, keys.Find(name, version), named),
            ("DELETE", ["keys", var name]) => FoundAsync(context, name, keys.Delete(name), named),
            ("GET", ["deletedkeys", var name]) => FoundAsync(context, name, keys.FindDeleted(name), named),
            ("POST", ["deletedkeys", var name, "recover"]) => FoundAsync(context, name, keys.Recover(name), named),
            ("DELETE", ["deletedkeys", var name]) => PurgeAsync(context, name),
            ("POST", ["keys", var name, var version, var operation]) => OperateAsync(context, name, version, operation.ToLowerInvariant(), body, named),
            _ => NotFoundAsync(context, context.Request.Path),
        };
    }

    private Task CreateAsync(HttpContext context, string name, JsonObject? body, Func<string, string> named)
    {
        var type = (string?)body?["kty"];
        if (type is not ("RSA" or "RSA-HSM" or "EC" or "EC-HSM") || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
        {
            return BadAsync(context, $"kty '{type}' or the name is not valid.");
        }

        var operations = body!["key_ops"] is JsonArray wanted ? [.. wanted.Select(o => (string)o!)] : EveryOperation;
        return keys.Create(name, type, (int?)body["key_size"], operations) is { } made
            ? FoundAsync(context, name, made, named)
            : VaultAnswers.RefuseAsync(context, 409, "Conflict",
                $"Key {name} is currently in a deleted but recoverable state, and its name cannot be reused.", "ObjectIsDeletedButRecoverable");
    }

    private Task RotateAsync(HttpContext context, string name, Func<string, string> named) => keys.Find(name, null) is { } newest
        ? FoundAsync(context, name, keys.Create(name, newest.Type, newest.Size, newest.Operations), named)
        : NotFoundAsync(context, name);

    private Task VersionsAsync(HttpContext context, string name)
    {
        var all = keys.Versions(name);
        // Pages of two, so that following them is exercised.
        _ = int.TryParse(context.Request.Query["$skiptoken"], out var skip);
        var page = new JsonArray([.. all.Skip(skip).Take(2).Select(v => new JsonObject
        {
            ["kid"] = VaultAnswers.Kid(context, name, v), ["attributes"] = VaultAnswers.Attributes(v),
        })]);
        var next = skip + 2 < all.Count
            ? $"https://{context.Request.Host.Value}/keys/{name}/versions?api-version={context.Request.Query["api-version"]}&$skiptoken={skip + 2}" : null;
        return all.Count == 0 ? NotFoundAsync(context, name) : VaultAnswers.JsonAsync(context, new JsonObject { ["value"] = page, ["nextLink"] = next });
    }

    private Task PurgeAsync(HttpContext context, string name)
    {
        if (!keys.Purge(name))
        {
            return NotFoundAsync(context, name);
        }

        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task OperateAsync(HttpContext context, string name, string version, string operation, JsonObject? body, Func<string, string> named)
    {
        if (keys.Find(name, version) is not { } key)
        {
            return NotFoundAsync(context, $"{name}/{version}");
        }

        if (Forbidden(key, operation) is var (inner, message))
        {
            return VaultAnswers.RefuseAsync(context, 403, "Forbidden", message, inner);
        }

        try
        {
            var answer = new JsonObject();
            if (operation != "verify")
            {
                answer["kid"] = named(VaultAnswers.Kid(context, name, key));
            }

            answer["value"] = (operation, (string?)body?["alg"]) switch
            {
                ("wrapkey", "RSA-OAEP-256") => Text(key.Rsa!.Encrypt(Bytes(body, "value"), RSAEncryptionPadding.OaepSHA256)),
                ("unwrapkey", "RSA-OAEP-256") => Text(key.Rsa!.Decrypt(Bytes(body, "value"), RSAEncryptionPadding.OaepSHA256)),
                ("sign", "ES256") => Text(key.Ec!.SignHash(Bytes(body, "value"))),
                ("verify", "ES256") => key.Ec!.VerifyHash(Bytes(body, "digest"), Bytes(body, "value")),
                _ => throw new FormatException($"{operation} with {body?["alg"]}"),
            };
            return VaultAnswers.JsonAsync(context, answer);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or NullReferenceException)
        {
            return BadAsync(context, "The parameter is incorrect.");
        }
    }

    /// <summary>Outside its time a key still unwraps and verifies what it made before, as in the service.</summary>
    private (string Inner, string Message)? Forbidden(VaultKeyVersion key, string operation)
    {
        var now = options.Clock.GetUtcNow();
        var isNew = operation is "wrapkey" or "sign";
        return key switch
        {
            _ when !key.Operations.Contains(operation, StringComparer.OrdinalIgnoreCase) => ("KeyOperationForbidden", $"Operation {operation} is not permitted on this key."),
            { Enabled: false } => ("KeyDisabled", $"Operation {operation} is not allowed on a disabled key."),
            { Expires: { } expires } when isNew && now >= expires => ("KeyExpired", $"Operation {operation} is not allowed on an expired key."),
            { NotBefore: { } notBefore } when isNew && now < notBefore => ("KeyNotYetValid", $"Operation {operation} is not allowed on a not yet valid key."),
            _ => null,
        };
    }

    private static Task FoundAsync(HttpContext context, string name, VaultKeyVersion? key, Func<string, string> named) => key is null
        ? NotFoundAsync(context, name) : VaultAnswers.JsonAsync(context, VaultAnswers.Bundle(named(VaultAnswers.Kid(context, name, key)), key));

    private static Task NotFoundAsync(HttpContext context, string what) => VaultAnswers.RefuseAsync(context, 404, "KeyNotFound", $"Key not found: {what}");

    private static Task BadAsync(HttpContext context, string message) => VaultAnswers.RefuseAsync(context, 400, "BadParameter", message);

    private static byte[] Bytes(JsonObject? body, string name) => Base64Url.DecodeFromChars((string?)body?[name]);

    private static string Text(byte[] value) => Base64Url.EncodeToString(value);
}
