using System.Globalization;
using Portal.Compliance.Trail;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;

namespace Portal.Web.Features.AuditLog;

/// <summary>What the log's head claims, and what recomputing every hash finds.</summary>
public sealed partial class LogStatus(VerifyAuditLog verify, ListCheckpoints checkpoints, ViewAnchors viewAnchors)
{
    private AuditLogStatus? _status;
    private CheckpointView? _newest;
    private AnchorView? _anchors;
    private AuditLogReport? _report;
    private DateTimeOffset? _verifiedAt;
    private long _verified;
    private bool _running;

    public async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async token =>
    {
        var status = await verify.StatusAsync(token);
        var newest = await checkpoints.ExecuteAsync(0, 1, token);
        var anchors = await viewAnchors.ExecuteAsync(token);
        (_status, _newest, _anchors) = (status, newest.Items.Count > 0 ? newest.Items[0] : null, anchors);
    });

    private async Task VerifyLogAsync()
    {
        if (_running)
        {
            return;
        }

        (_running, _verified, _report) = (true, 0, null);
        var progress = new Progress<long>(count =>
        {
            _verified = count;
            StateHasChanged();
        });
        var gone = Gone;
        try
        {
            // Hashing a long log keeps a thread busy; the page's own thread has the progress to show.
            _report = await Task.Run(() => verify.ExecuteAsync(progress, gone), gone);
            _verifiedAt = Clock.GetUtcNow();
            await RefreshAsync();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The reader went elsewhere: nothing was found either way.
        }
        finally
        {
            _running = false;
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
