using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Makes of an answer either what was asked for or a typed fault.</summary>
internal static class KeyVaultAnswer
{
    private static readonly string[] SwitchedOff = ["KeyDisabled", "KeyExpired", "KeyNotYetValid"];

    public static void Require(Response response)
    {
        if (response.Status is < 200 or > 299)
        {
            throw Fault(response);
        }
    }

    public static T Read<T>(Response response)
        where T : class
    {
        Require(response);
        try
        {
            return JsonSerializer.Deserialize<T>(response.Content) ?? throw Unreadable(null);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>
    /// The result of an operation with a key, pinned: it may be an unwrapped data key, which whoever asked for it zeroes. The answer's own
    /// buffer is zeroed here.
    /// </summary>
    /// <exception cref="KeyVaultException">Another key answered, or nothing that can be read.</exception>
    public static byte[] ReadValue(Response response, string kid)
    {
        Require(response);
        var body = response.Content.ToMemory();
        try
        {
            return ReadValue(body.Span, kid);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unreadable(null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(body).Span);
        }
    }

    private static byte[] ReadValue(ReadOnlySpan<byte> body, string kid)
    {
        var reader = new Utf8JsonReader(body);
        (bool same, byte[]? value) = (false, null);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            if (reader.ValueTextEquals("kid"u8))
            {
                reader.Read();
                same = reader.ValueTextEquals(kid);
            }
            else if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                CryptographicOperations.ZeroMemory(value);
                value = reader.TokenType == JsonTokenType.String ? Pinned(reader.ValueSpan) : null;
            }
        }

        if (same && value is not null)
        {
            return value;
        }

        CryptographicOperations.ZeroMemory(value);
        throw same ? Unreadable(null)
            : new KeyVaultException(KeyVaultFault.Untrusted, $"The vault answered with another key than {kid}. Its answer was not used.");
    }

    /// <returns>Null if it is not written so.</returns>
    private static byte[]? Pinned(ReadOnlySpan<byte> base64Url)
    {
        var text = base64Url.TrimEnd((byte)'=');
        var bytes = GC.AllocateArray<byte>(text.Length * 3 / 4, pinned: true);
        if (Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length)
        {
            return bytes;
        }

        CryptographicOperations.ZeroMemory(bytes);
        return null;
    }

    private static KeyVaultException Fault(Response response)
    {
        var error = Error(response);
        var code = error?.Inner?.Code ?? error?.Code;
        var fault = response.Status switch
        {
            400 => KeyVaultFault.Rejected,
            401 => KeyVaultFault.Unauthenticated,
            403 when SwitchedOff.Contains(code, StringComparer.Ordinal) => KeyVaultFault.Disabled,
            403 => KeyVaultFault.Forbidden,
            404 => KeyVaultFault.NotFound,
            409 => KeyVaultFault.Conflict,
            429 => KeyVaultFault.Throttled,
            408 or >= 500 => KeyVaultFault.Unavailable,
            _ => KeyVaultFault.Unexpected,
        };
        return new KeyVaultException(fault, $"The key vault answered {response.Status} {code ?? "without a code"}: {error?.Message ?? response.ReasonPhrase}")
        {
            Code = code,
            Status = response.Status,
            RetryAfter = RetryAfter.Of(response),
        };
    }

    private static KeyVaultErrorBody? Error(Response response)
    {
        try
        {
            return JsonSerializer.Deserialize<KeyVaultError>(response.Content)?.Error;
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing at all; the status says enough.
            return null;
        }
    }

    private static KeyVaultException Unreadable(Exception? inner) =>
        new(KeyVaultFault.Unexpected, "The key vault's answer cannot be read.", inner);
}
