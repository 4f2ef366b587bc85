using System.Text;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>What a 401 of the vault asks for.</summary>
/// <param name="Scope">Of the token.</param>
/// <param name="TenantId">Whose directory issues it.</param>
internal sealed record KeyVaultChallenge(string Scope, string TenantId)
{
    /// <summary>The first complete Bearer challenge of all headers; emulators send more than one. Null if there is none.</summary>
    public static KeyVaultChallenge? Read(IEnumerable<string> headers, Uri request, bool verifyResource)
    {
        foreach (var challenge in headers.SelectMany(Bearers))
        {
            var resource = challenge.GetValueOrDefault("resource") ?? challenge.GetValueOrDefault("scope");
            var authorization = challenge.GetValueOrDefault("authorization") ?? challenge.GetValueOrDefault("authorization_uri");
            if (resource is null || authorization is null || Tenant(authorization) is not { } tenant)
            {
                continue;
            }

            var scope = resource.EndsWith("/.default", StringComparison.Ordinal) ? resource : resource + "/.default";
            if (verifyResource && !Covers(scope, request))
            {
                throw new KeyVaultException(KeyVaultFault.Untrusted,
                    $"The challenge of {request.Host} asks for a token for another resource. No token was sent. Check KeyVault:VaultUri.");
            }

            return new(scope, tenant);
        }

        return null;
    }

    /// <summary>Decoded claims of an <c>insufficient_claims</c> challenge: the token was revoked or lacks something, and a new one may do.</summary>
    public static string? Claims(IEnumerable<string> headers)
    {
        foreach (var challenge in headers.SelectMany(Bearers))
        {
            if (challenge.GetValueOrDefault("error") == "insufficient_claims" && challenge.GetValueOrDefault("claims") is { } encoded)
            {
                return Decode(encoded);
            }
        }

        return null;
    }

    private static bool Covers(string scope, Uri request) => Uri.TryCreate(scope, UriKind.Absolute, out var resource)
        && request.Host.EndsWith("." + resource.Host, StringComparison.OrdinalIgnoreCase);

    private static string? Tenant(string authorization) =>
        Uri.TryCreate(authorization, UriKind.Absolute, out var uri) && uri.Segments is [_, var first, ..] && first.Trim('/') is { Length: > 0 } tenant
            ? tenant : null;

    private static string? Decode(string encoded)
    {
        try
        {
            var unpadded = encoded.TrimEnd('=').Replace('-', '+').Replace('_', '/');
            return new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Parameters of each Bearer challenge in a header; one header may hold several challenges.</summary>
    private static IEnumerable<Dictionary<string, string>> Bearers(string header)
    {
        Dictionary<string, string>? current = null;
        var at = 0;
        while (at < header.Length)
        {
            at = SkipSeparators(header, at);
            var word = Word(header, ref at);
            if (word.Length == 0)
            {
                break;
            }

            var next = SkipSpaces(header, at);
            if (next < header.Length && header[next] == '=')
            {
                at = SkipSpaces(header, next + 1);
                var value = Value(header, ref at);
                current?.TryAdd(word.ToLowerInvariant(), value);
                continue;
            }

            if (current is not null)
            {
                yield return current;
            }

            current = word.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? new(StringComparer.Ordinal) : null;
        }

        if (current is not null)
        {
            yield return current;
        }
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not ('=' or ',' or ' ' or '"'))
        {
            at++;
        }

        return text[start..at];
    }

    private static string Value(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var bare = at;
            while (at < text.Length && text[at] is not (',' or ' '))
            {
                at++;
            }

            return text[bare..at];
        }

        var start = ++at;
        while (at < text.Length && text[at] != '"')
        {
            at++;
        }

        return text[start..Math.Min(at++, text.Length)];
    }

    private static int SkipSeparators(string text, int at)
    {
        while (at < text.Length && (text[at] is ' ' or ','))
        {
            at++;
        }

        return at;
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at;
    }
}
