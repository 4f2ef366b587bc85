using Portal.Platform.Results;

namespace Portal.Platform.Authorization;

/// <summary>When the person behind a scope last proved who they are. What cannot be undone asks for a recent proof.</summary>
/// <param name="at">System time, not product time.</param>
/// <param name="within">How long a proof counts as recent.</param>
public sealed class SignInProof(DateTimeOffset at, TimeSpan within, TimeProvider time)
{
    /// <summary>How long a proof counts as recent unless the configuration says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>Code of the problem that <see cref="Missing"/> gives; pages offer a new sign-in on it.</summary>
    public const string MissingCode = "recent_sign_in_needed";

    public bool IsRecent => time.GetUtcNow() - at <= within;

    /// <summary>What a use case answers when the proof is missing or too old.</summary>
    public static Problem Missing { get; } = new(
        MissingCode, "This needs a recent sign-in.", "It cannot be undone, so the portal wants to be sure that it is still you.", "Sign in again; you come back to this page.");

    /// <summary>Proven this very moment: for work that begins with the person's own sign-in.</summary>
    public static SignInProof Now(TimeProvider time) => new(time.GetUtcNow(), Usual, time);
}
