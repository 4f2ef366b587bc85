using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Results;
using Portal.Web.Features.Connect;

namespace Portal.Web.Tests.Features.Connect;

public sealed class ConnectFailureTests
{
    [Theory]
    [InlineData(ConnectorErrorCode.KeyRejected, FailureRow.KeyRejected, FailureFocus.Key)]
    [InlineData(ConnectorErrorCode.LockedOut, FailureRow.LockedOut, FailureFocus.Key)]
    [InlineData(ConnectorErrorCode.PermissionDenied, FailureRow.TooLittle, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.UnknownAccount, FailureRow.UnknownAccount, FailureFocus.Account)]
    [InlineData(ConnectorErrorCode.KeyOrAccount, FailureRow.KeyOrAccount, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.RateLimited, FailureRow.RateLimited, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.ProviderDown, FailureRow.ProviderDown, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.TimedOut, FailureRow.ProviderDown, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.ConnectionBroken, FailureRow.ProviderDown, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.MalformedAnswer, FailureRow.ProviderDown, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.AddressRefused, FailureRow.AddressRefused, FailureFocus.Account)]
    [InlineData(ConnectorErrorCode.AnswerLeadsElsewhere, FailureRow.AnswerLeadsElsewhere, FailureFocus.Message)]
    [InlineData(ConnectorErrorCode.UnexpectedAnswer, FailureRow.Unexpected, FailureFocus.Message)]
    public void From_RefusedByEachError_NamesItsRowAndWhereToLook(ConnectorErrorCode code, FailureRow row, FailureFocus focus)
    {
        var error = new ConnectorError(code, "What happened.", 400, "header", "request-1");

        var failure = ConnectFailure.From(new ConnectOutcome.Refused(Report(error), "trace-1"));

        Assert.Equal((row, focus, error, "trace-1"), (failure!.Row, failure.Focus, failure.Error, failure.TraceId));
    }

    [Fact]
    public void From_EveryErrorCode_IsCovered()
    {
        var rows = Enum.GetValues<ConnectorErrorCode>()
            .Select(code => ConnectFailure.From(new ConnectOutcome.Refused(Report(new ConnectorError(code, "x")), "t"))!.Row);

        Assert.Equal(13, rows.Count());
    }

    [Fact]
    public void From_RefusedWithoutError_AsksForPermissions() =>
        Assert.Equal(FailureRow.TooLittle, ConnectFailure.From(new ConnectOutcome.Refused(Report(null), "t"))!.Row);

    [Theory]
    [InlineData(null, 30)]
    [InlineData(90, 90)]
    public void Wait_RateLimited_IsWhatTheVendorAskedForOrHalfAMinute(int? asked, int seconds)
    {
        var error = new ConnectorError(ConnectorErrorCode.RateLimited, "x", RetryAfter: asked is { } s ? TimeSpan.FromSeconds(s) : null);

        Assert.Equal(TimeSpan.FromSeconds(seconds), ConnectFailure.From(new ConnectOutcome.Refused(Report(error), "t"))!.Wait);
    }

    [Fact]
    public void Wait_ProviderDownWithRetryAfter_DoesNotCountDown()
    {
        var error = new ConnectorError(ConnectorErrorCode.ProviderDown, "x", RetryAfter: TimeSpan.FromSeconds(5));

        Assert.Null(ConnectFailure.From(new ConnectOutcome.Refused(Report(error), "t"))!.Wait);
    }

    [Fact]
    public void From_NeedsConsent_ListsEveryCheckThatDidNotPass()
    {
        CheckResult warned = new("terminations", "Find terminations", StepState.Warned, "bamboohr.terminations", "Cannot be collected.", "Allow it.");
        CheckResult failed = new("onboarding", "See onboarding", StepState.Failed);
        var report = new ConnectionTestReport(TestVerdict.Limited, [new("reach", "Reach", StepState.Done), warned, failed], []);

        var failure = ConnectFailure.From(new ConnectOutcome.NeedsConsent(report));

        Assert.Equal(FailureRow.NeedsConsent, failure!.Row);
        Assert.Equal([warned, failed], failure.Doubts);
    }

    [Fact]
    public void From_Duplicate_PointsAtTheExistingConnection()
    {
        var id = Guid.NewGuid();

        var failure = ConnectFailure.From(new ConnectOutcome.Duplicate(id, "BambooHR acme"));

        Assert.Equal((FailureRow.Duplicate, (id, "BambooHR acme")), (failure!.Row, failure.Existing!.Value));
    }

    [Fact]
    public void From_KeyStoreDown_KeepsTheProblemAndTheTrace()
    {
        var problem = new Problem("key_store_down", "Nothing was saved.", "It did not answer.", "Try again.");

        var failure = ConnectFailure.From(new ConnectOutcome.KeyStoreDown(problem, "trace-2"));

        Assert.Equal((FailureRow.KeyStoreDown, problem, "trace-2"), (failure!.Row, failure.Problem, failure.TraceId));
    }

    [Fact]
    public void From_Connected_IsNoFailure() =>
        Assert.Null(ConnectFailure.From(new ConnectOutcome.Connected(Guid.NewGuid(), Guid.NewGuid())));

    private static ConnectionTestReport Report(ConnectorError? error) => new(TestVerdict.Refused, [], [], error);
}
