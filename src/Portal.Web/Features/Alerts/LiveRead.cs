using Microsoft.Extensions.Localization;
using Portal.Compliance.Live;
using Portal.Web.Session;

namespace Portal.Web.Features.Alerts;

/// <summary>
/// Part of the shell that shows what is wrong right now: reads at every event of this process and every 30 seconds for what other
/// machines do. It stands outside every page's error boundary, so a failed read must not take the page away: it is logged, and said.
/// </summary>
public abstract partial class LiveRead : PortalComponent<AlertsText>
{
    /// <summary>Half of what an open page may take to show a banner.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    [Microsoft.AspNetCore.Components.Inject] private TimeProvider Time { get; set; } = null!;

    [Microsoft.AspNetCore.Components.Inject] private ILogger<LiveRead> Log { get; set; } = null!;

    /// <summary>The last read failed: what is shown may be out of date.</summary>
    protected bool HasFailed { get; private set; }

    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    protected sealed override Task OnInitializedAsync()
    {
        Listen<ComplianceChanged>(_ => ReadAgainAsync());
        Listen<ConnectionChanged>(_ => ReadAgainAsync());
        Listen<ClockMoved>(_ => ReadAgainAsync());
        Own(Time.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, Interval, Interval));
        return ReadAgainAsync();
    }

    private async Task TickAsync()
    {
        await ReadAgainAsync();
        StateHasChanged();
    }

    private async Task ReadAgainAsync()
    {
        try
        {
            await LoadAsync(async token =>
            {
                await ReadAsync(token);
                HasFailed = false;
            });
        }
        catch (ObjectDisposedException)
        {
            // The page went away while the timer was about to fire.
        }
        catch (Exception e)
        {
            HasFailed = true;
            ReadFailed(Log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What is wrong right now could not be read")]
    private static partial void ReadFailed(ILogger logger, Exception exception);
}
