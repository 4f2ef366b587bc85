using Portal.Simulator;
using Portal.Web.Features.Connect;

namespace Portal.Web.Demo;

/// <summary>Which row of the wizard's failure table each of the simulated vendor's keys and subdomains shows. A test tries every one.</summary>
internal static class WizardRows
{
    private static readonly Dictionary<string, FailureRow> Keys = new(StringComparer.Ordinal)
    {
        [MagicKeys.Rejected] = FailureRow.KeyRejected,
        [MagicKeys.RefusedWithoutReason] = FailureRow.KeyOrAccount,
        [MagicKeys.LockedOut] = FailureRow.LockedOut,
        [MagicKeys.UserDisabled] = FailureRow.LockedOut,
        [MagicKeys.DataForbidden] = FailureRow.TooLittle,
        [MagicKeys.RateLimitedOnce] = FailureRow.RateLimited,
        [MagicKeys.RateLimitedOnceHttpDate] = FailureRow.RateLimited,
        [MagicKeys.RateLimitedForever] = FailureRow.RateLimited,
        [MagicKeys.BusyOnce] = FailureRow.RateLimited,
        [MagicKeys.Unavailable] = FailureRow.ProviderDown,
        [MagicKeys.ServerError] = FailureRow.ProviderDown,
        [MagicKeys.FailsOnSecondPage] = FailureRow.ProviderDown,
        [MagicKeys.Hangs] = FailureRow.ProviderDown,
        [MagicKeys.ResetMidBody] = FailureRow.ProviderDown,
        [MagicKeys.TruncatedJson] = FailureRow.ProviderDown,
        [MagicKeys.XmlAnswer] = FailureRow.ProviderDown,
        [MagicKeys.HtmlPage] = FailureRow.UnknownAccount,
        [MagicKeys.Redirect] = FailureRow.UnknownAccount,
        [MagicKeys.NextLinkElsewhere] = FailureRow.AnswerLeadsElsewhere,
        [MagicKeys.LimitedFields] = FailureRow.NeedsConsent,
        [MagicKeys.StatusHidden] = FailureRow.NeedsConsent,
        [MagicKeys.NoOnboardingSource] = FailureRow.NeedsConsent,
        [MagicKeys.TrainingNotInPlan] = FailureRow.NeedsConsent,
        [MagicKeys.TrainingForbidden] = FailureRow.NeedsConsent,
    };

    /// <summary>Subdomains that are no account, as they are typed, with what is behind them.</summary>
    public static IReadOnlyList<(string Subdomain, string TextKey)> Nowhere { get; } = [("no-such-company", "NoSuchCompany"), (Companies.MovedAway, "MovedAway")];

    /// <returns>Null when it connects.</returns>
    public static FailureRow? Of(string key) => Keys.TryGetValue(key, out var row) ? row : null;
}
