using System.Security.Cryptography;

namespace Portal.Simulator.KeyVault;

/// <summary>One way in which the vault misbehaves, and when.</summary>
public sealed record VaultFault(VaultFaultKind Kind)
{
    /// <summary>Matching requests that fail before the vault recovers; null: it never does.</summary>
    public int? Times { get; init; }

    /// <summary>Only requests whose path contains this text match; null: all of them.</summary>
    public string? OnPath { get; init; }

    /// <summary>What Retry-After asks for with <see cref="VaultFaultKind.Throttled"/>, in seconds.</summary>
    public int RetryAfterSeconds { get; init; }
}

public enum VaultFaultKind
{
    /// <summary>429 with Retry-After.</summary>
    Throttled,
    /// <summary>500.</summary>
    ServerError,
    /// <summary>503.</summary>
    Unavailable,
    /// <summary>The connection is reset.</summary>
    Reset,
    /// <summary>Never answers.</summary>
    Hang,
    /// <summary>403, as without the role.</summary>
    Forbidden,
    /// <summary>401 without any challenge.</summary>
    Unauthorized,
    /// <summary>200 with an HTML page.</summary>
    HtmlPage,
    /// <summary>302 to another host.</summary>
    Redirect,
    /// <summary>Answers properly, under the id of another key of the vault.</summary>
    OtherKey,
    /// <summary>Answers properly, under the id of a key of another vault.</summary>
    OtherVault,
}

/// <summary>How the vault asks for a token.</summary>
public enum ChallengeStyle
{
    /// <summary>One Bearer challenge with authorization and resource.</summary>
    One,
    /// <summary>A header of another scheme first, then the Bearer one, as some emulators do.</summary>
    TwoHeaders,
    /// <summary>The resource is somebody else's: a token for it must not be sent here.</summary>
    WrongResource,
    /// <summary>A Bearer challenge that says nothing.</summary>
    Empty,
}

/// <summary>How a <see cref="KeyVaultServer"/> is started.</summary>
public sealed record KeyVaultServerOptions
{
    /// <summary>Makes the RSA keys, by their number of bits. Tests hand out keys that were made before: making one takes longer than all that is done with it.</summary>
    public Func<int, RSA> NewRsa { get; init; } = RSA.Create;

    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Decides what is expired; waits on the wire do not follow it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What tokens are asked for.</summary>
    public string Resource { get; init; } = "https://vault.test";

    /// <summary>The tenant named in challenges.</summary>
    public string TenantId { get; init; } = "7e57ed00-0000-4000-8000-000000000001";

    /// <summary>The only token that is accepted; null: any.</summary>
    public string? Token { get; init; }
}

/// <summary>One request as it arrived, without the token.</summary>
/// <param name="HadToken">Whether a Bearer token came with it.</param>
public sealed record VaultRequest(string Method, string Path, bool HadToken, int BodyLength);
