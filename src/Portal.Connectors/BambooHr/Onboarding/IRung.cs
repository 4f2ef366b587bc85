using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>One way to derive onboarding completion.</summary>
internal interface IRung
{
    string Name { get; }

    /// <summary>What it counts, in words that do not promise more.</summary>
    string Measure { get; }

    Task<RungOutcome> MeasureAsync(OnboardingQuestion question, CancellationToken cancellationToken);
}

internal sealed record OnboardingQuestion(
    BambooHrSettings Settings, BambooHrClient Client, IPeopleSource Source, IReadOnlyDictionary<string, DateOnly> Hires, string? HiresFilter, DateOnly Today)
{
    public OnboardingTally Tally() => new(Hires, Today, Settings.OverdueDays);
}

internal abstract record RungOutcome;

/// <summary>The rung stands, also when nobody was hired.</summary>
internal sealed record Measured(OnboardingTally Tally, string Endpoint, JsonObject Parameters, int Pages, long? ProviderTotal, bool IsWhole = true) : RungOutcome;

/// <summary>The rung does not stand here.</summary>
/// <param name="Stop">Whether the fault will pass: then a lower rung must not stand in for this one, or the measure would flap.</param>
internal sealed record Unusable(string Reason, bool Stop = false, string? Note = null) : RungOutcome
{
    /// <summary>Turns a failed call to an endpoint that only this rung uses into a reason. Whatever concerns the whole connection is thrown on.</summary>
    /// <param name="what">What was asked for, in the plural: trainings.</param>
    /// <param name="notFound">What 404 means there.</param>
    public static Unusable From(ConnectorException failed, string what, string notFound)
    {
        var error = failed.Error;
        return error.Code switch
        {
            ConnectorErrorCode.PermissionDenied => new(BambooHrReasons.PermissionDenied, Note: $"The key's user may not read {what}."),
            ConnectorErrorCode.RateLimited => new(BambooHrReasons.RateLimited, Stop: true, $"BambooHR asked us to slow down while reading {what}; the next sync tries again."),
            ConnectorErrorCode.ProviderDown or ConnectorErrorCode.TimedOut or ConnectorErrorCode.ConnectionBroken or ConnectorErrorCode.MalformedAnswer =>
                new(BambooHrReasons.ApiError, Stop: true, $"Reading {what} failed: {error.Message}"),
            ConnectorErrorCode.UnexpectedAnswer or ConnectorErrorCode.UnknownAccount =>
                new(error.ProviderStatus == 404 ? notFound : BambooHrReasons.ApiError, Note: $"BambooHR answered {error.ProviderStatus} when asked for {what}."),
            ConnectorErrorCode.KeyRejected or ConnectorErrorCode.LockedOut or ConnectorErrorCode.KeyOrAccount or ConnectorErrorCode.AddressRefused
                or ConnectorErrorCode.AnswerLeadsElsewhere =>
                throw new ConnectorException(error, failed),
        };
    }
}
