using Portal.Compliance.Connections;

namespace Portal.Compliance.Tests.Connections;

/// <summary>The whole table, written out a second time: a transition added or dropped by mistake differs from it.</summary>
public sealed class StatesTests
{
    public static TheoryData<ConnectionState, ConnectionState, bool> Connections() => Every<ConnectionState>(
        """
        Active Paused; Active NeedsReauth; Active Revoking;
        Paused Active; Paused NeedsReauth; Paused Revoking;
        NeedsReauth Active; NeedsReauth Revoking;
        Revoking Revoked
        """);

    public static TheoryData<RunState, RunState, bool> Runs() => Every<RunState>(
        """
        Queued Running; Queued Cancelled; Queued Abandoned;
        Running Queued; Running Succeeded; Running Limited; Running Quarantined; Running Failed; Running Cancelled; Running Abandoned
        """);

    [Theory, MemberData(nameof(Connections))]
    public void Connection_EveryPair_IsAllowedOrRefused(ConnectionState from, ConnectionState to, bool allowed) =>
        Assert.Equal(allowed, Transitions.Allows(from, to));

    [Theory, MemberData(nameof(Runs))]
    public void Run_EveryPair_IsAllowedOrRefused(RunState from, RunState to, bool allowed) => Assert.Equal(allowed, Transitions.Allows(from, to));

    [Fact]
    public void Run_FinalStates_LeadNowhere()
    {
        Assert.Equal([RunState.Queued, RunState.Running], Enum.GetValues<RunState>().Where(s => !Transitions.IsFinal(s)));
        foreach (var state in Enum.GetValues<RunState>().Where(Transitions.IsFinal))
        {
            Assert.DoesNotContain(Enum.GetValues<RunState>(), to => Transitions.Allows(state, to));
        }
    }

    private static TheoryData<T, T, bool> Every<T>(string allowed)
        where T : struct, Enum
    {
        var pairs = allowed.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(' ')).Select(p => (Enum.Parse<T>(p[0]), Enum.Parse<T>(p[1]))).ToHashSet();
        var data = new TheoryData<T, T, bool>();
        foreach (var from in Enum.GetValues<T>())
        {
            foreach (var to in Enum.GetValues<T>())
            {
                data.Add(from, to, pairs.Contains((from, to)));
            }
        }

        return data;
    }
}
