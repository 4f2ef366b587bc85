using System.Collections.Immutable;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Connect;

/// <summary>
/// One live connection test on a page: the checklist as it grows, then how it ended. Holds no credential: the caller reads the
/// key from the browser for each attempt and hands it straight to the use case.
/// </summary>
internal sealed class ConnectTest(Action changed) : IProgress<CheckResult>, IDisposable
{
    private CancellationTokenSource? _attempt;
    private bool _automaticRetryUsed;
    private ImmutableList<CheckResult> _checks = [];

    public IReadOnlyList<CheckResult> Checks => _checks;

    public bool Running => _attempt is not null;

    public ConnectFailure? Failure { get; private set; }

    /// <summary>Whether a busy vendor may be asked again without a person; once per test that a person started.</summary>
    public bool MayRetryByItself => !_automaticRetryUsed;

    /// <param name="attempt">Calls the use case.</param>
    /// <param name="byItself">True for the one automatic retry.</param>
    /// <returns>The new connection and its first run, or null: then see <see cref="Failure"/>, which stays null when the test was stopped.</returns>
    public async Task<ConnectOutcome.Connected?> RunAsync(
        Func<IProgress<CheckResult>, CancellationToken, Task<ConnectOutcome>> attempt, bool byItself)
    {
        if (Running)
        {
            return null;
        }

        using var cancellation = new CancellationTokenSource();
        _attempt = cancellation;
        _automaticRetryUsed = byItself;
        _checks = [];
        Failure = null;
        changed();
        try
        {
            var outcome = await attempt(this, cancellation.Token);
            Failure = ConnectFailure.From(outcome);
            return outcome as ConnectOutcome.Connected;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _attempt = null;
            changed();
        }
    }

    /// <summary>Ends a test under way; nothing is stored.</summary>
    public void Stop() => _attempt?.Cancel();

    /// <summary>Gives up on the automatic retry; a person may still try.</summary>
    public void StopRetrying()
    {
        _automaticRetryUsed = true;
        changed();
    }

    void IProgress<CheckResult>.Report(CheckResult value)
    {
        ImmutableInterlocked.Update(ref _checks, Checklist.With, value);
        changed();
    }

    public void Dispose() => Stop();
}
