using Portal.Platform.Results;

namespace Portal.Compliance.Frameworks;

/// <summary>Why somebody changed what counts. An examiner reads it years later, so it cannot be empty.</summary>
internal static class ReasonText
{
    public const int MaxLength = 2000;

    public static Result<string> Read(string? text)
    {
        var reason = text?.Trim() ?? "";
        return reason.Length switch
        {
            0 => new Problem("reason_missing", "A reason is needed.", "The change is kept for ever, and an auditor will ask why.", "Say why in a sentence.", "reason"),
            > MaxLength => new Problem(
                "reason_too_long", "The reason is too long.", $"At most {MaxLength} characters are kept.", "Shorten it and refer to a document for the rest.", "reason"),
            _ => reason,
        };
    }
}
