namespace Portal.Compliance.Connections.Schedule;

/// <summary>When a connection has to be looked at again. Pure: rows in, instants out, product time.</summary>
/// <param name="Sync">Something to sync; null while nothing is or a run holds the lease.</param>
/// <param name="Stale">The first instant after its deadline; null when it is revoked, or that is known already.</param>
internal sealed record Wakes(DateTimeOffset? Sync, DateTimeOffset? Stale)
{
    /// <param name="queued">When the waiting run is due: its retry instant, or when it was queued. Null when none waits.</param>
    /// <param name="staleKnown">An open alert already says that it is stale.</param>
    public static Wakes Of(Connection connection, DateTimeOffset? queued, bool staleKnown) =>
        new(
            connection is { State: ConnectionState.Active, LeaseRunId: null } ? queued ?? connection.NextDueAt : null,
            staleKnown || connection.State is ConnectionState.Revoking or ConnectionState.Revoked ? null : StaleFrom(connection));

    /// <summary>
    /// The deadline: the last instant at which nobody needs to be told. One that never collected has as long from when it was connected.
    /// </summary>
    public static DateTimeOffset Deadline(Connection connection) => (connection.LastAcceptedAsOf ?? connection.CreatedAt) + connection.StaleAfter;

    public static bool IsStale(Connection connection, DateTimeOffset now) => now > Deadline(connection);

    // An age equal to the threshold is not stale yet (product.md: "a ≤ s"), so the first stale instant is one tick later.
    private static DateTimeOffset StaleFrom(Connection connection) => Deadline(connection) + TimeSpan.FromTicks(1);
}
