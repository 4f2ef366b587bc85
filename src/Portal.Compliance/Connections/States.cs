namespace Portal.Compliance.Connections;

public enum ConnectionState { Active, Paused, NeedsReauth, Revoking, Revoked }

public enum RunState { Queued, Running, Succeeded, Limited, Quarantined, Failed, Cancelled, Abandoned }

/// <summary>The one table of allowed transitions. Shown in docs/architecture.md; tested exhaustively.</summary>
public static class Transitions
{
    private static readonly HashSet<(ConnectionState From, ConnectionState To)> Connections =
    [
        (ConnectionState.Active, ConnectionState.Paused),
        (ConnectionState.Active, ConnectionState.NeedsReauth),
        (ConnectionState.Active, ConnectionState.Revoking),
        (ConnectionState.Paused, ConnectionState.Active),
        (ConnectionState.Paused, ConnectionState.NeedsReauth),
        (ConnectionState.Paused, ConnectionState.Revoking),
        (ConnectionState.NeedsReauth, ConnectionState.Active),
        (ConnectionState.NeedsReauth, ConnectionState.Revoking),
        (ConnectionState.Revoking, ConnectionState.Revoked),
    ];

    private static readonly HashSet<(RunState From, RunState To)> Runs =
    [
        (RunState.Queued, RunState.Running),
        (RunState.Queued, RunState.Cancelled),
        (RunState.Queued, RunState.Abandoned),
        (RunState.Running, RunState.Queued),
        (RunState.Running, RunState.Succeeded),
        (RunState.Running, RunState.Limited),
        (RunState.Running, RunState.Quarantined),
        (RunState.Running, RunState.Failed),
        (RunState.Running, RunState.Cancelled),
        (RunState.Running, RunState.Abandoned),
    ];

    public static bool Allows(ConnectionState from, ConnectionState to) => Connections.Contains((from, to));

    /// <summary>Running → Queued is a retry: another attempt of the same run.</summary>
    public static bool Allows(RunState from, RunState to) => Runs.Contains((from, to));

    public static bool IsFinal(RunState state) => state is not (RunState.Queued or RunState.Running);

    /// <exception cref="InvalidOperationException">The table does not allow it.</exception>
    internal static void Move(this Connection connection, ConnectionState to)
    {
        if (!Allows(connection.State, to))
        {
            throw new InvalidOperationException($"A connection cannot go from {connection.State} to {to}.");
        }

        connection.State = to;
    }

    /// <inheritdoc cref="Move(Connection, ConnectionState)"/>
    internal static void Move(this ConnectorRun run, RunState to)
    {
        if (!Allows(run.State, to))
        {
            throw new InvalidOperationException($"A run cannot go from {run.State} to {to}.");
        }

        run.State = to;
    }
}
