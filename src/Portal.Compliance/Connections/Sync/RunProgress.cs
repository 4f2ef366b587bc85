using System.Collections.Concurrent;
using Portal.Compliance.Live;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Connections.Sync;

/// <summary>The steps of one run while it runs: told to open pages, at most a few times a second while only numbers move.</summary>
internal sealed class RunProgress(Guid organizationId, Guid runId, OrganizationEvents events, TimeProvider system) : IProgress<CollectionStep>
{
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly List<CollectionStep> _steps = [];
    private long _told;

    public IReadOnlyList<CollectionStep> Steps
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps];
            }
        }
    }

    public void Report(CollectionStep value)
    {
        CollectionStep[] steps;
        lock (_lock)
        {
            var at = _steps.FindIndex(s => string.Equals(s.Key, value.Key, StringComparison.Ordinal));
            var moved = at < 0 || _steps[at].State != value.State;
            if (at < 0)
            {
                _steps.Add(value);
            }
            else
            {
                _steps[at] = value;
            }

            if (!moved && system.GetElapsedTime(_told) < Pace)
            {
                return;
            }

            _told = system.GetTimestamp();
            steps = [.. _steps];
        }

        events.Publish(organizationId, new RunProgressed(runId, steps));
    }

    /// <summary>Marks what was still running as failed, for a run that ended early.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            for (var i = 0; i < _steps.Count; i++)
            {
                if (_steps[i].State == StepState.Running)
                {
                    _steps[i] = _steps[i] with { State = StepState.Failed };
                }
            }
        }
    }
}

/// <summary>The runs of this process: what they are doing, and how to stop them at once.</summary>
internal sealed class RunningSyncs
{
    private readonly ConcurrentDictionary<(Guid OrganizationId, Guid RunId), RunningSync> _running = new();

    public RunningSync Enter(Guid organizationId, Guid runId, RunProgress progress, CancellationToken cancellationToken)
    {
        var running = new RunningSync(progress, cancellationToken, () => _running.TryRemove((organizationId, runId), out _));
        _running[(organizationId, runId)] = running;
        return running;
    }

    public IReadOnlyList<CollectionStep>? Steps(Guid organizationId, Guid runId) =>
        _running.TryGetValue((organizationId, runId), out var running) ? running.Progress.Steps : null;

    public bool IsHere(Guid organizationId, Guid runId) => _running.ContainsKey((organizationId, runId));

    /// <summary>Tells a run that it lost its lease. Its rows already say so; this only spares it the rest of its work.</summary>
    public void Stop(Guid organizationId, Guid runId)
    {
        if (_running.TryGetValue((organizationId, runId), out var running))
        {
            running.LoseLease();
        }
    }
}

/// <summary>One run of this process.</summary>
internal sealed class RunningSync(RunProgress progress, CancellationToken caller, Action left) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(caller);

    public RunProgress Progress => progress;

    public CancellationToken Token => _stop.Token;

    public bool LostLease { get; private set; }

    public void LoseLease()
    {
        LostLease = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment; there is nothing left to stop.
        }
    }

    public void Dispose()
    {
        left();
        _stop.Dispose();
    }
}
