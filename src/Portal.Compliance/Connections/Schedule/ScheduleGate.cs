namespace Portal.Compliance.Connections.Schedule;

/// <summary>Nothing runs by itself before it is open. It is, unless a start has something to write first that must not be interleaved.</summary>
public sealed class ScheduleGate
{
    private TaskCompletionSource? _closed;

    /// <summary>Completes when it is open.</summary>
    internal Task Opened => _closed?.Task ?? Task.CompletedTask;

    /// <summary>Call it before the host starts.</summary>
    public void Close() => _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _closed?.TrySetResult();
}
