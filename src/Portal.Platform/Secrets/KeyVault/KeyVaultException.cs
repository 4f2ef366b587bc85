namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Why the vault did not do what it was asked. Closed; an answer nobody foresaw is <see cref="Unexpected"/>, never success.</summary>
public enum KeyVaultFault
{
    /// <summary>There is no such key or version.</summary>
    NotFound,
    /// <summary>The portal's identity may not do this, or its network may not reach the vault.</summary>
    Forbidden,
    /// <summary>The key is switched off, expired or not yet valid.</summary>
    Disabled,
    /// <summary>The vault refused the request itself, e.g. bytes that no key of it wrapped.</summary>
    Rejected,
    /// <summary>The name is taken, e.g. by a deleted key that can still be recovered.</summary>
    Conflict,
    /// <summary>The key is not what is configured: weaker, in software, on another curve, or it may do something else. It was not used.</summary>
    Unfit,
    /// <summary>Too many requests; asking again soon makes it worse.</summary>
    Throttled,
    /// <summary>No answer, or a broken one.</summary>
    Unavailable,
    /// <summary>No token could be had, or the vault did not accept it.</summary>
    Unauthenticated,
    /// <summary>The answer is not one of the configured vault: another host, another key. Nothing of it was used.</summary>
    Untrusted,
    /// <summary>An answer with no meaning known here.</summary>
    Unexpected,
}

/// <summary>The vault did not do what it was asked. The message holds no key material and no token.</summary>
public sealed class KeyVaultException(KeyVaultFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public KeyVaultFault Fault { get; } = fault;

    /// <summary>The vault's own code, e.g. <c>KeyNotFound</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>How long the vault asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
