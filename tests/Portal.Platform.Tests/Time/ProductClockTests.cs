using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Time;

namespace Portal.Platform.Tests.Time;

public sealed class ProductClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _system = new(Start);

    [Fact]
    public void GetUtcNow_WithAPersistedOffset_IsAheadByIt() =>
        Assert.Equal(Start.AddDays(3), new ProductClock(_system, TimeSpan.FromDays(3)).GetUtcNow());

    [Fact]
    public void Advance_Forward_MovesAndTells()
    {
        var clock = new ProductClock(_system, TimeSpan.FromDays(1));
        var moves = new List<ClockMoved>();
        clock.Moved += (_, moved) => moves.Add(moved);
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(TimeSpan.FromHours(29), clock.Offset);
        Assert.Equal(Start.AddHours(29), clock.GetUtcNow());
        Assert.Equal([new ClockMoved(Start.AddHours(24), Start.AddHours(29))], moves);
    }

    [Fact]
    public void Clock_Backwards_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductClock(_system, TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductClock(_system).Advance(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductClock(_system).Advance(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void CreateTimer_WhenTheClockIsMoved_StillRunsInSystemTime()
    {
        var clock = new ProductClock(_system);
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, fired);
        _system.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task At_InsideAFlow_HoldsForThatFlowOnly()
    {
        var clock = new ProductClock(_system, TimeSpan.FromDays(1));
        var past = Start.AddYears(-1);
        var other = new TaskCompletionSource();
        var inside = new TaskCompletionSource();
        var history = Task.Run(async () =>
        {
            using (clock.At(past.ToOffset(TimeSpan.FromHours(2))))
            {
                inside.SetResult();
                await other.Task;
                Assert.Equal(past, clock.GetUtcNow());
                Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
                Assert.True(clock.IsScripted);
                using (clock.At(past.AddDays(1)))
                {
                    Assert.Equal(past.AddDays(1), clock.GetUtcNow());
                }

                Assert.Equal(past, clock.GetUtcNow());
                Assert.Throws<InvalidOperationException>(() => clock.Advance(TimeSpan.FromDays(1)));
            }

            Assert.Equal(Start.AddDays(1), clock.GetUtcNow());
        });
        await inside.Task;
        Assert.False(clock.IsScripted);
        Assert.Equal(Start.AddDays(1), clock.GetUtcNow());
        other.SetResult();
        await history;
    }

    [Fact]
    public void AddProductClock_AskedForATimeProvider_GivesTheSystems()
    {
        using var provider = new ServiceCollection().AddProductClock(_ => TimeSpan.FromDays(2)).BuildServiceProvider();
        Assert.Same(TimeProvider.System, provider.GetRequiredService<TimeProvider>());
        Assert.Equal(TimeSpan.FromDays(2), provider.GetRequiredService<ProductClock>().Offset);
    }
}
