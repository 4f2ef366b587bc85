namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>The system's time, which can be moved forward; timers that become due by a jump fire at once.</summary>
public sealed class JumpingTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private readonly Lock _lock = new();
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset;

    public void Jump(TimeSpan by)
    {
        _offset += by;
        Timer[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.FireIfDueWithin(by);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, System.CreateTimer(callback, state, dueTime, period), dueTime, period);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class Timer(JumpingTime owner, ITimer inner, TimeSpan due, TimeSpan period) : ITimer
    {
        private TimeSpan _due = due;
        private TimeSpan _period = period;

        public void FireIfDueWithin(TimeSpan jump)
        {
            var next = _period > TimeSpan.Zero ? _period : _due;
            if (next > TimeSpan.Zero && next <= jump)
            {
                inner.Change(TimeSpan.Zero, _period);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            (_due, _period) = (dueTime, newPeriod);
            return inner.Change(dueTime, newPeriod);
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
            }

            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
