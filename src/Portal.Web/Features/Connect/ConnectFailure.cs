using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Results;

namespace Portal.Web.Features.Connect;

/// <summary>The rows of the wizard's failure table. Texts are <c>Failure_{row}_…</c> in ConnectText.resx.</summary>
public enum FailureRow
{
    InvalidInput, KeyRejected, LockedOut, UnknownAccount, KeyOrAccount, TooLittle, NeedsConsent,
    RateLimited, ProviderDown, AddressRefused, AnswerLeadsElsewhere, Unexpected, KeyStoreDown, Duplicate, NotPossible, TooManyTests,
}

/// <summary>Where the cursor goes after a failure.</summary>
public enum FailureFocus { Message, Key, Account }

/// <summary>A test that did not end in a connection, as a person sees it.</summary>
/// <param name="Row">Which row of the table.</param>
/// <param name="Focus">What to look at first.</param>
public sealed record ConnectFailure(FailureRow Row, FailureFocus Focus)
{
    public ConnectorError? Error { get; private init; }

    public string? TraceId { get; private init; }

    /// <summary>Ours, when it was our own key store, or when the connection takes no key now.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>Field key → what to do.</summary>
    public IReadOnlyDictionary<string, string> FieldErrors { get; private init; } = new Dictionary<string, string>();

    /// <summary>Checks that did not simply pass, when permissions are the matter: what the evidence would lack, with a fix each.</summary>
    public IReadOnlyList<CheckResult> Doubts { get; private init; } = [];

    /// <summary>The connection that exists already.</summary>
    public (Guid Id, string Name)? Existing { get; private init; }

    /// <summary>The vendor's wish, or a polite half minute when it named none.</summary>
    public TimeSpan? Wait => Row is FailureRow.RateLimited ? Error?.RetryAfter ?? TimeSpan.FromSeconds(30) : null;

    /// <summary>Null when it is not a failure but <see cref="ConnectOutcome.Connected"/>.</summary>
    public static ConnectFailure? From(ConnectOutcome outcome) => outcome switch
    {
        ConnectOutcome.Connected => null,
        ConnectOutcome.InvalidInput invalid => new(FailureRow.InvalidInput, FailureFocus.Account) { FieldErrors = invalid.Errors },
        ConnectOutcome.Duplicate duplicate => new(FailureRow.Duplicate, FailureFocus.Message) { Existing = (duplicate.ConnectionId, duplicate.Name) },
        ConnectOutcome.KeyStoreDown down => new(FailureRow.KeyStoreDown, FailureFocus.Message) { Problem = down.Problem, TraceId = down.TraceId },
        ConnectOutcome.NotPossible not => new(FailureRow.NotPossible, FailureFocus.Message) { Problem = not.Problem },
        ConnectOutcome.TooManyTests many => new(FailureRow.TooManyTests, FailureFocus.Message) { Problem = many.Problem },
        ConnectOutcome.NeedsConsent consent => new(FailureRow.NeedsConsent, FailureFocus.Message)
        {
            Doubts = DoubtsOf(consent.Report),
        },
        ConnectOutcome.Refused refused => Refusal(refused.Report) with { Error = refused.Report.Error, TraceId = refused.TraceId },
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    private static ConnectFailure Refusal(ConnectionTestReport report) => report.Error?.Code switch
    {
        ConnectorErrorCode.KeyRejected => new(FailureRow.KeyRejected, FailureFocus.Key),
        ConnectorErrorCode.LockedOut => new(FailureRow.LockedOut, FailureFocus.Key),
        ConnectorErrorCode.UnknownAccount => new(FailureRow.UnknownAccount, FailureFocus.Account),
        ConnectorErrorCode.AddressRefused => new(FailureRow.AddressRefused, FailureFocus.Account),
        ConnectorErrorCode.AnswerLeadsElsewhere => new(FailureRow.AnswerLeadsElsewhere, FailureFocus.Message),
        ConnectorErrorCode.KeyOrAccount => new(FailureRow.KeyOrAccount, FailureFocus.Message),
        ConnectorErrorCode.RateLimited => new(FailureRow.RateLimited, FailureFocus.Message),
        ConnectorErrorCode.ProviderDown or ConnectorErrorCode.TimedOut or ConnectorErrorCode.ConnectionBroken
            or ConnectorErrorCode.MalformedAnswer => new(FailureRow.ProviderDown, FailureFocus.Message),
        ConnectorErrorCode.UnexpectedAnswer => new(FailureRow.Unexpected, FailureFocus.Message),
        // A refusal without an error is a credential that reads none of what is needed: each line says what to grant.
        ConnectorErrorCode.PermissionDenied or null => new(FailureRow.TooLittle, FailureFocus.Message) { Doubts = DoubtsOf(report) },
    };

    private static IReadOnlyList<CheckResult> DoubtsOf(ConnectionTestReport report) =>
        [.. report.Checks.Where(c => c.State is StepState.Warned or StepState.Failed)];
}
