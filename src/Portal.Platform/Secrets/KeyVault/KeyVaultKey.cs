using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>One version of a key, as the vault describes it: the public half only.</summary>
internal sealed record KeyVaultKey(
    [property: JsonPropertyName("key")] KeyVaultJwk? Key, [property: JsonPropertyName("attributes")] KeyVaultAttributes? Attributes);

internal sealed record KeyVaultJwk(
    [property: JsonPropertyName("kid")] string? Kid, [property: JsonPropertyName("kty")] string? Kty,
    [property: JsonPropertyName("key_ops")] IReadOnlyList<string>? Operations, [property: JsonPropertyName("n")] string? N,
    [property: JsonPropertyName("e")] string? E, [property: JsonPropertyName("crv")] string? Curve,
    [property: JsonPropertyName("x")] string? X, [property: JsonPropertyName("y")] string? Y)
{
    /// <exception cref="KeyVaultException">It is no RSA key.</exception>
    public RSA Rsa() => Import(() => Kty is "RSA" or "RSA-HSM"
        ? RSA.Create(new RSAParameters { Modulus = Bytes(N), Exponent = Bytes(E) }) : null);

    /// <exception cref="KeyVaultException">It is no P-256 key.</exception>
    public ECDsa P256() => Import(() => Kty is "EC" or "EC-HSM" && Curve == "P-256"
        ? ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(X), Y = Bytes(Y) } }) : null);

    private T Import<T>(Func<T?> import)
        where T : class
    {
        try
        {
            return import() ?? throw new KeyVaultException(KeyVaultFault.Unexpected, $"The key {Kid} is of a kind that the portal does not use ({Kty} {Curve}).");
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new KeyVaultException(KeyVaultFault.Unexpected, $"The public half of {Kid} cannot be read.", e);
        }
    }

    // Without this, a modulus of no bytes ends as an index out of range deep inside the import.
    private static byte[] Bytes(string? text) => string.IsNullOrEmpty(text) ? throw new FormatException() : Base64Url.DecodeFromChars(text);
}

/// <param name="Enabled">Missing means switched on, as in the service.</param>
internal sealed record KeyVaultAttributes(
    [property: JsonPropertyName("enabled")] bool? Enabled, [property: JsonPropertyName("nbf")] long? NotBefore,
    [property: JsonPropertyName("exp")] long? Expires, [property: JsonPropertyName("created")] long? Created)
{
    public bool IsUsable(DateTimeOffset now) => Enabled != false && !(NotBefore > now.ToUnixTimeSeconds()) && !(Expires <= now.ToUnixTimeSeconds());
}

/// <summary>A version in a list.</summary>
internal sealed record KeyVaultKeyItem(
    [property: JsonPropertyName("kid")] string? Kid, [property: JsonPropertyName("attributes")] KeyVaultAttributes? Attributes);

internal sealed record KeyVaultKeyPage(
    [property: JsonPropertyName("value")] IReadOnlyList<KeyVaultKeyItem>? Value, [property: JsonPropertyName("nextLink")] string? NextLink);

/// <param name="Type">RSA, RSA-HSM, EC or EC-HSM.</param>
internal sealed record NewKey(
    [property: JsonPropertyName("kty")] string Type,
    [property: JsonPropertyName("key_size"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Size,
    [property: JsonPropertyName("crv"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Curve,
    [property: JsonPropertyName("key_ops")] IReadOnlyList<string> Operations);

internal sealed record KeyVaultError([property: JsonPropertyName("error")] KeyVaultErrorBody? Error);

internal sealed record KeyVaultErrorBody(
    [property: JsonPropertyName("code")] string? Code, [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("innererror")] KeyVaultErrorBody? Inner);
