using Portal.Platform.Time;

namespace Portal.Web.Demo;

/// <summary>
/// The vendor lives at the product's instant. While history is being written the product's instant belongs to one asynchronous flow, which
/// the vendor's server does not share, so the script tells it here.
/// </summary>
internal sealed class DemoVendorClock(ProductClock clock) : TimeProvider
{
    private long _scripted;

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Read(ref _scripted) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : clock.GetUtcNow();

    public void At(DateTimeOffset instant) => Interlocked.Exchange(ref _scripted, instant.UtcTicks);

    public void Follow() => Interlocked.Exchange(ref _scripted, 0);
}
