using Portal.Compliance.Demo;
using Portal.Compliance.Live;
using Portal.Web.Session;

namespace Portal.Web.Demo;

/// <summary>The demo's clock in the app bar: it can only move forward.</summary>
public sealed partial class ClockPanel(MoveDemoClock moveDemoClock) : PortalComponent<DemoText>
{
    private bool _moving;

    protected override void OnInitialized() => Listen<ClockMoved>(_ => Task.CompletedTask);

    private async Task MoveAsync(TimeSpan by)
    {
        _moving = true;
        try
        {
            await moveDemoClock.ExecuteAsync(by, Gone);
        }
        finally
        {
            _moving = false;
        }
    }
}
