using Portal.Compliance.Connections.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class SyncSlotsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly Guid Id = new("0195a000-0000-7000-8000-000000000001");

    [Fact]
    public void AtOrBefore_AnyInstant_IsTheNewestSlotNotAfterIt()
    {
        var slot = SyncSlots.AtOrBefore(Id, Day, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

        Assert.Equal(slot, SyncSlots.AtOrBefore(Id, Day, slot));
        Assert.Equal(slot - Day, SyncSlots.AtOrBefore(Id, Day, slot - TimeSpan.FromTicks(1)));
        Assert.Equal(slot, SyncSlots.AtOrBefore(Id, Day, slot + Day - TimeSpan.FromTicks(1)));
        Assert.Equal(slot + Day, SyncSlots.After(Id, Day, slot));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero) + SyncSlots.Jitter(Id, Day), slot);
    }

    [Fact]
    public void Slots_AcrossDaylightSaving_StayADayApart()
    {
        // Europe/Berlin leaps on 29 March 2026; UTC does not.
        var before = SyncSlots.AtOrBefore(Id, Day, new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));
        var slots = Enumerable.Range(0, 4).Select(i => SyncSlots.AtOrBefore(Id, Day, before + (Day * i))).ToList();

        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.Equal(Day, pair.Second - pair.First));
    }

    [Fact]
    public void Jitter_ManyConnections_SpreadsOverASixthOfTheCadence()
    {
        var jitters = Enumerable.Range(0, 2_000).Select(i => SyncSlots.Jitter(new Guid(i, 0, 0, new byte[8]), Day)).ToList();

        Assert.All(jitters, j => Assert.InRange(j, TimeSpan.Zero, Day / 6));
        var perHour = jitters.GroupBy(j => (int)j.TotalHours).OrderBy(g => g.Key).Select(g => g.Count()).ToList();
        Assert.Equal(4, perHour.Count);
        Assert.All(perHour, count => Assert.InRange(count, 400, 600));
        Assert.Equal(SyncSlots.Jitter(Id, Day), SyncSlots.Jitter(Id, Day));
    }

    [Fact]
    public void Name_IsTheInstantInUtc()
    {
        var slot = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.FromHours(1));

        Assert.Equal("2026-03-02T00:02:03Z", SyncSlots.Name(slot));
        Assert.Equal("2026-03-02T00:02:03.0000001Z", SyncSlots.Name(slot + TimeSpan.FromTicks(1)));
    }
}
