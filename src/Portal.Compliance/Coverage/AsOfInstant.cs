using Portal.Platform.Time;

namespace Portal.Compliance.Coverage;

/// <summary>The instant a coverage question is about.</summary>
internal readonly record struct AsOfInstant(DateTimeOffset At, bool IsPast)
{
    /// <summary>Nothing is known about the future: an instant after now is answered as now.</summary>
    public static AsOfInstant Of(DateTimeOffset? asked, ProductClock clock)
    {
        var now = clock.GetUtcNow();
        return asked is { } at && at < now ? new AsOfInstant(at.ToUniversalTime(), true) : new AsOfInstant(now, false);
    }
}
