namespace Portal.Simulator;

/// <summary>One way in which the vendor misbehaves, and when.</summary>
public sealed record FaultScript(FaultKind Kind)
{
    /// <summary>Matching requests that are answered properly first.</summary>
    public int After { get; init; }

    /// <summary>Matching requests that fail before the vendor recovers; null: it never does.</summary>
    public int? Times { get; init; }

    /// <summary>Only requests whose path contains this text match; null: all of them.</summary>
    public string? OnPath { get; init; }

    /// <summary>What Retry-After asks for, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 3;

    /// <summary>How long <see cref="FaultKind.Slow"/> waits before it answers (real time).</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(3);
}

public enum FaultKind
{
    /// <summary>401, empty text/html, X-BambooHR-Error-Message.</summary>
    KeyRejected,
    /// <summary>401, empty text/html, no reason: what answers may not even be the vendor, so neither key nor host is proven wrong.</summary>
    RefusedWithoutReason,
    /// <summary>403 as after repeated unknown keys.</summary>
    LockedOut,
    /// <summary>403: not permitted.</summary>
    Forbidden,
    /// <summary>429, Retry-After in seconds.</summary>
    RateLimitedSeconds,
    /// <summary>429, Retry-After as an HTTP date.</summary>
    RateLimitedHttpDate,
    /// <summary>503, Retry-After in seconds: rate limiting as it was before September 2026.</summary>
    BusyRetryAfter,
    /// <summary>503 without Retry-After.</summary>
    Unavailable,
    /// <summary>500.</summary>
    ServerError,
    /// <summary>Answers properly after a delay.</summary>
    Slow,
    /// <summary>Never answers.</summary>
    Hang,
    /// <summary>The connection is reset half-way through the body.</summary>
    ResetMidBody,
    /// <summary>A complete HTTP answer whose JSON stops half-way.</summary>
    TruncatedJson,
    /// <summary>200 with an HTML page.</summary>
    HtmlPage,
    /// <summary>200 with XML although JSON was asked for.</summary>
    XmlAnswer,
    /// <summary>302 to another host.</summary>
    Redirect,
}
