namespace Portal.Platform.Time;

/// <summary>
/// The time the product dates things with. The demo may move it forward, never back. Whatever protects (cookies, leases, key caches)
/// uses the system's time instead. Timers made through it run in system time.
/// </summary>
/// <param name="system">The time underneath.</param>
/// <param name="offset">How far the clock had been moved before, as persisted.</param>
public sealed class ProductClock(TimeProvider system, TimeSpan offset = default) : TimeProvider
{
    private readonly AsyncLocal<DateTimeOffset?> _scripted = new();
    private long _offset = offset >= TimeSpan.Zero ? offset.Ticks
        : throw new ArgumentOutOfRangeException(nameof(offset), offset, "The product clock only moves forward.");

    /// <summary>Raised after the clock was moved, on the mover's thread.</summary>
    public event EventHandler<ClockMoved>? Moved;

    /// <summary>Whether this asynchronous flow lives at a scripted instant.</summary>
    public bool IsScripted => _scripted.Value is not null;

    /// <summary>How far it is ahead of the system's time.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override long TimestampFrequency => system.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _scripted.Value ?? system.GetUtcNow() + Offset;

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    /// <exception cref="ArgumentOutOfRangeException">Not forward.</exception>
    /// <exception cref="InvalidOperationException">Inside <see cref="At"/>: history has no clock to move.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, TimeSpan.Zero);
        if (_scripted.Value is not null)
        {
            throw new InvalidOperationException("The clock cannot be moved while history is being scripted.");
        }

        var from = GetUtcNow();
        Interlocked.Add(ref _offset, by.Ticks);
        Moved?.Invoke(this, new ClockMoved(from, from + by));
    }

    /// <summary>
    /// Lets the code that runs in this asynchronous flow, and only that, live at a fixed instant until disposed. For the demo's history.
    /// </summary>
    public IDisposable At(DateTimeOffset instant)
    {
        var outer = _scripted.Value;
        _scripted.Value = instant.ToUniversalTime();
        return new Scripted(this, outer);
    }

    private sealed class Scripted(ProductClock clock, DateTimeOffset? outer) : IDisposable
    {
        public void Dispose() => clock._scripted.Value = outer;
    }
}

/// <summary>The product clock jumped: everything due between the two instants is due now.</summary>
public sealed record ClockMoved(DateTimeOffset From, DateTimeOffset To);
