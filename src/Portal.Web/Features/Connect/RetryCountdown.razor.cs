using Microsoft.AspNetCore.Components;

namespace Portal.Web.Features.Connect;

/// <summary>Counts down what the vendor asked us to wait, then calls once. Real time: the vendor does not follow the demo clock.</summary>
public sealed partial class RetryCountdown
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private TimeSpan _left;
    private long _startedAt;
    private ITimer? _timer;

    [Parameter, EditorRequired] public required TimeSpan Wait { get; set; }

    [Parameter] public EventCallback OnElapsed { get; set; }

    [Parameter] public EventCallback OnStopped { get; set; }

    protected override void OnInitialized()
    {
        _left = Wait;
        _startedAt = Time.GetTimestamp();
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, Second, Second);
    }

    private async Task TickAsync()
    {
        if (_timer is null)
        {
            return;
        }

        var left = Wait - Time.GetElapsedTime(_startedAt);
        _left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        StateHasChanged();
        if (_left == TimeSpan.Zero)
        {
            Dispose();
            await OnElapsed.InvokeAsync();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
