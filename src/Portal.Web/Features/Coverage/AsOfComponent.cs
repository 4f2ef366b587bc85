using Microsoft.AspNetCore.Components;
using Portal.Compliance.Live;
using Portal.Web.Components;
using Portal.Web.Session;

namespace Portal.Web.Features.Coverage;

/// <summary>
/// Base of everything that shows coverage as of the instant in the URL. Reads again when compliance changed, when the demo's clock
/// moved, and when an instant passes at which something changes by itself.
/// </summary>
public abstract class AsOfComponent : PortalComponent<CoverageText>
{
    private bool _reloading;

    [Inject] private Ticker Ticker { get; set; } = null!;

    /// <summary>The instant in the URL; null: now.</summary>
    protected DateTimeOffset? Asked => UrlState.From(Navigation).GetInstant(CoverageLinks.AsOf);

    protected CoverageLinks Links => new(Tenant.Slug, Asked);

    /// <summary>When what is shown stops being true by itself; null: never, or unknown.</summary>
    protected virtual DateTimeOffset? ChangesAt => null;

    protected abstract Task ReloadAsync();

    protected override void OnInitialized()
    {
        Listen<ComplianceChanged>(_ => ReloadAsync());
        Listen<ClockMoved>(_ => ReloadAsync());
        Own(Ticker.Watch(() => _ = InvokeAsync(ReloadWhenChangedAsync)));
    }

    protected override Task OnParametersSetAsync() => ReloadAsync();

    private async Task ReloadWhenChangedAsync()
    {
        if (_reloading || Gone.IsCancellationRequested || Asked is not null || ChangesAt is not { } at || at > Clock.GetUtcNow())
        {
            return;
        }

        try
        {
            _reloading = true;
            await ReloadAsync();
            StateHasChanged();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await DispatchExceptionAsync(e);
        }
        finally
        {
            _reloading = false;
        }
    }
}
