using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Compliance.Evidence;
using Portal.Web.Shell;

namespace Portal.Web.Features.Evidence;

/// <summary>
/// The fingerprint, recomputed where the reader can watch: the browser fetches the exact bytes and hashes them itself. Beside it, the
/// same check without us: the file and the command.
/// </summary>
public sealed partial class VerifyFingerprint(IJSRuntime script, BrowserPage browser)
{
    private BrowserAnswer? _answer;
    private Guid? _of;
    private bool _busy;
    private bool? _copied;

    private sealed record BrowserAnswer(string Outcome, string? Hash, long Bytes, double Milliseconds);

    [Parameter, EditorRequired] public EvidenceDetail Evidence { get; set; } = null!;

    private string Stored => Evidence.Row.Fingerprint;

    private string Address => Link($"evidence/{Evidence.Row.Id:D}/preimage");

    private string FileName => PreimageDownload.FileName(Evidence.Row.Id);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_of != Evidence.Row.Id)
        {
            (_of, _answer, _copied) = (Evidence.Row.Id, null, null);
            if (Evidence.Preimage is not null)
            {
                await RecomputeAsync();
                StateHasChanged();
            }
        }
    }

    private async Task RecomputeAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        var gone = Gone;
        try
        {
            await using var module = await script.InvokeAsync<IJSObjectReference>("import", gone, "./js/fingerprint.js");
            _answer = await module.InvokeAsync<BrowserAnswer>("recompute", gone, Address);
        }
        catch (Exception e) when (e is JSDisconnectedException || (e is OperationCanceledException && gone.IsCancellationRequested))
        {
            // The reader went elsewhere.
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task CopyAsync() => _copied = await browser.CopyAsync(Evidence.Preimage!, Gone);

    private bool Matches(BrowserAnswer answer) => string.Equals(answer.Hash, Stored, StringComparison.Ordinal);

    private string Outcome(BrowserAnswer answer) => answer.Outcome == "computed" ? Matches(answer) ? "match" : "mismatch" : answer.Outcome;

    private string NoteClass(BrowserAnswer answer) => Outcome(answer) switch
    {
        "match" => "p-note-success",
        "mismatch" => "p-note-error",
        _ => "p-note-warning",
    };

    private string Words(BrowserAnswer answer) => Outcome(answer) switch
    {
        "match" => Loc["VerifyMatch", answer.Bytes.ToString("N0", CultureInfo.InvariantCulture), answer.Milliseconds.ToString("N0", CultureInfo.InvariantCulture)],
        "mismatch" => Loc["VerifyMismatch"],
        "insecure" => Loc["VerifyInsecure"],
        _ => Loc["VerifyUnreadable"],
    };
}
