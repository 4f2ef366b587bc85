using Portal.Platform.Time;

namespace Portal.Web.Components;

/// <summary>
/// One heartbeat for everything on a page that shows "how long ago": a timer a circuit, not a timer a row. Also beats when the product
/// clock jumps.
/// </summary>
public sealed class Ticker : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    private readonly ProductClock _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly HashSet<Action> _watchers = [];

    public Ticker(ProductClock clock, TimeProvider time)
    {
        _clock = clock;
        _timer = time.CreateTimer(_ => Tick(), null, Beat, Beat);
        _clock.Moved += OnMoved;
    }

    /// <param name="onBeat">Called on any thread; must not block.</param>
    public IDisposable Watch(Action onBeat)
    {
        lock (_gate)
        {
            _watchers.Add(onBeat);
        }

        return new Watcher(this, onBeat);
    }

    public void Dispose()
    {
        _clock.Moved -= OnMoved;
        _timer.Dispose();
    }

    private void OnMoved(object? sender, ClockMoved e) => Tick();

    private void Tick()
    {
        Action[] watchers;
        lock (_gate)
        {
            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers)
        {
            watcher();
        }
    }

    private sealed class Watcher(Ticker ticker, Action onBeat) : IDisposable
    {
        public void Dispose()
        {
            lock (ticker._gate)
            {
                ticker._watchers.Remove(onBeat);
            }
        }
    }
}
