namespace Portal.Simulator;

/// <summary>How a <see cref="SimulatorServer"/> is started.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The vendor's clock. People, tasks, lockouts and the Date header follow it; waits on the wire do not.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The same seed, company and instant always give the same people.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many requests are remembered; older ones are forgotten first.</summary>
    public int RememberedRequests { get; init; } = 5_000;
}
