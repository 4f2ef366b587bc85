using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;

namespace Portal.Compliance.Tests.Connections.Schedule;

public sealed class WakesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Stale = TimeSpan.FromHours(48);

    [Theory]
    [InlineData(ConnectionState.Active, true, true)]
    [InlineData(ConnectionState.Paused, false, true)]
    [InlineData(ConnectionState.NeedsReauth, false, true)]
    [InlineData(ConnectionState.Revoking, false, false)]
    [InlineData(ConnectionState.Revoked, false, false)]
    public void Of_EachState_SyncsOnlyWhenActiveAndAgesUntilRevoked(ConnectionState state, bool syncs, bool ages)
    {
        var wakes = Wakes.Of(Connection(state), queued: null, staleKnown: false);

        Assert.Equal(syncs ? Now.AddHours(3) : null, wakes.Sync);
        Assert.Equal(ages ? Now + Stale + TimeSpan.FromTicks(1) : null, wakes.Stale);
    }

    [Fact]
    public void Of_WaitingRun_ComesBeforeTheNextSlot() =>
        Assert.Equal(Now.AddHours(5), Wakes.Of(Connection(), queued: Now.AddHours(5), staleKnown: false).Sync);

    [Fact]
    public void Of_RunUnderWay_WakesNobody() =>
        Assert.Null(Wakes.Of(Connection(lease: Guid.NewGuid()), queued: Now, staleKnown: false).Sync);

    [Fact]
    public void Of_StaleKnown_DoesNotWakeAgain() => Assert.Null(Wakes.Of(Connection(), queued: null, staleKnown: true).Stale);

    [Fact]
    public void IsStale_AtTheDeadline_NotYet()
    {
        var connection = Connection();

        Assert.False(Wakes.IsStale(connection, Now + Stale - TimeSpan.FromTicks(1)));
        Assert.False(Wakes.IsStale(connection, Now + Stale));
        Assert.True(Wakes.IsStale(connection, Now + Stale + TimeSpan.FromTicks(1)));
    }

    /// <summary>Its silence counts from when it was connected: otherwise nobody would ever be told.</summary>
    [Fact]
    public void IsStale_NeverCollected_CountsFromWhenItWasConnected()
    {
        var connection = Connection(accepted: false);

        Assert.Equal(Now + Stale + TimeSpan.FromTicks(1), Wakes.Of(connection, queued: null, staleKnown: false).Stale);
        Assert.False(Wakes.IsStale(connection, Now + Stale));
        Assert.True(Wakes.IsStale(connection, Now + Stale + TimeSpan.FromTicks(1)));
    }

    private static Connection Connection(ConnectionState state = ConnectionState.Active, Guid? lease = null, bool accepted = true) => new()
    {
        OrganizationId = Guid.NewGuid(),
        Id = Guid.NewGuid(),
        Connector = "scripted",
        Name = "Scripted",
        AccountLabel = "acme",
        SettingsJson = "{}",
        State = state,
        CreatedAt = Now,
        Cadence = TimeSpan.FromHours(24),
        Grace = TimeSpan.FromHours(2),
        StaleAfter = Stale,
        CredentialVersion = 1,
        CredentialSetAt = Now,
        NextDueAt = Now.AddHours(3),
        ConsecutiveFailures = 0,
        LeaseEpoch = 1,
        LeaseRunId = lease,
        LastAcceptedAsOf = accepted ? Now : null,
    };
}
