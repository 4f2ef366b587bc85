using System.Runtime.CompilerServices;
using Portal.Connectors.Sdk;

namespace Portal.Tests.Shared.Sync;

/// <summary>
/// A stream that stops in the middle until the test lets it go on, deaf to cancellation: a runner whose process was paused by its host and
/// woke up too late.
/// </summary>
internal sealed class PausedStream(IReadOnlyList<CollectedItem> before, IReadOnlyList<CollectedItem> after)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the runner stands still.</summary>
    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.TrySetResult();

    public async IAsyncEnumerable<CollectedItem> Items(ConnectorSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in before)
        {
            yield return item;
        }

        _reached.TrySetResult();
        await _goOn.Task;
        foreach (var item in after)
        {
            yield return item;
        }
    }
}
