using Microsoft.AspNetCore.Components;
using Portal.Compliance.Keys;
using Portal.Platform.Results;

namespace Portal.Web.Features.Keys;

/// <summary>The organization's keys and what was asked for, live. Everybody may look; admins rotate and off-board.</summary>
public sealed partial class KeysPage(ViewKeys viewKeys, RotateKeyEncryptionKey rotateKey, RotateDataKey rotateDataKey)
{
    /// <summary>What other machines do is seen by reading again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private KeyOverview? _keys;
    private string _said = "";

    [Parameter] public string Org { get; set; } = "";

    [Inject] private TimeProvider Time { get; set; } = null!;

    protected override void OnInitialized()
    {
        Listen<KeysChanged>(_ => ReadAsync());
        Own(Time.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, Interval, Interval));
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task TickAsync()
    {
        if (_keys?.Requests.Any(r => r.FinishedAt is null) == true && !Gone.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private Task ReadAsync() => LoadAsync(viewKeys.ExecuteAsync, keys => _keys = keys);

    private bool IsOpen(KeyRequestKind kind) => _keys!.Requests.Any(r => r.Kind == kind && r.FinishedAt is null);

    private Task<Problem?> RotateKeyAsync(string reason) => AskAsync(() => rotateKey.ExecuteAsync(reason));

    private Task<Problem?> RotateDataKeyAsync(string reason) => AskAsync(() => rotateDataKey.ExecuteAsync(reason));

    private async Task<Problem?> AskAsync(Func<Task<Result<Guid>>> ask)
    {
        var asked = await ask();
        _said = asked.IsOk ? Loc["Asked"] : "";
        await ReadAsync();
        StateHasChanged();
        return asked.Problem;
    }
}
