using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Web.Features.Connect;

namespace Portal.Web.Tests.Features.Connect;

public sealed class ConnectTestTests
{
    private static readonly ConnectOutcome Limited = new ConnectOutcome.Refused(
        new ConnectionTestReport(TestVerdict.Refused, [], [], new ConnectorError(ConnectorErrorCode.RateLimited, "x")), "t");

    [Fact]
    public async Task RunAsync_CheckReportedAgain_ReplacesItsLine()
    {
        var test = new ConnectTest(() => { });

        await test.RunAsync((progress, _) =>
        {
            progress.Report(new("reach", "Reach", StepState.Running));
            progress.Report(new("sign_in", "Sign in", StepState.Waiting));
            progress.Report(new("reach", "Reach", StepState.Done, Message: "Reached."));
            return Task.FromResult(Limited);
        }, byItself: false);

        Assert.Equal(
            [new CheckResult("reach", "Reach", StepState.Done, Message: "Reached."), new CheckResult("sign_in", "Sign in", StepState.Waiting)],
            test.Checks);
    }

    [Fact]
    public async Task RunAsync_Connected_ReturnsItAndShowsNoFailure()
    {
        var test = new ConnectTest(() => { });
        var connected = new ConnectOutcome.Connected(Guid.NewGuid(), Guid.NewGuid());

        Assert.Same(connected, await test.RunAsync((_, _) => Task.FromResult<ConnectOutcome>(connected), byItself: false));
        Assert.Null(test.Failure);
    }

    [Fact]
    public async Task MayRetryByItself_OnceUntilAPersonStartsAgain()
    {
        var test = new ConnectTest(() => { });

        await test.RunAsync((_, _) => Task.FromResult(Limited), byItself: false);
        var afterFirst = test.MayRetryByItself;
        await test.RunAsync((_, _) => Task.FromResult(Limited), byItself: true);
        var afterAutomatic = test.MayRetryByItself;
        await test.RunAsync((_, _) => Task.FromResult(Limited), byItself: false);

        Assert.Equal((true, false, true), (afterFirst, afterAutomatic, test.MayRetryByItself));
    }

    [Fact]
    public async Task StopRetrying_StaysUntilTheNextTest()
    {
        var test = new ConnectTest(() => { });
        await test.RunAsync((_, _) => Task.FromResult(Limited), byItself: false);

        test.StopRetrying();

        Assert.False(test.MayRetryByItself);
    }

    [Fact]
    public async Task Stop_WhileRunning_EndsWithoutFailure()
    {
        var test = new ConnectTest(() => { });
        var run = test.RunAsync(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return Limited;
        }, byItself: false);

        var runningBefore = test.Running;
        test.Stop();

        Assert.Null(await run);
        Assert.Equal((true, false, null), (runningBefore, test.Running, test.Failure));
    }

    [Fact]
    public async Task RunAsync_WhileRunning_DoesNotStartASecondTest()
    {
        var test = new ConnectTest(() => { });
        var end = new TaskCompletionSource<ConnectOutcome>();
        var first = test.RunAsync((_, _) => end.Task, byItself: false);
        var calls = 0;

        await test.RunAsync((_, _) =>
        {
            calls++;
            return Task.FromResult(Limited);
        }, byItself: false);
        end.SetResult(Limited);
        await first;

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task RunAsync_UseCaseThrows_IsNotSwallowedAndMayBeStartedAgain()
    {
        var test = new ConnectTest(() => { });

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync((_, _) => throw new InvalidOperationException("x"), byItself: false));

        Assert.False(test.Running);
    }
}
