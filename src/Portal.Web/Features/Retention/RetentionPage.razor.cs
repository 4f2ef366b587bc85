using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Live;
using Portal.Compliance.Retention;
using Portal.Platform.Results;

namespace Portal.Web.Features.Retention;

/// <summary>How long payloads and audit details stay, what is due, and the purge on demand. Everybody may read it; admins change it.</summary>
public sealed partial class RetentionPage(ViewRetention view, ChangeRetention change, PurgeExpired purge)
{
    private RetentionView? _view;
    private Problem? _problem;
    private Problem? _purgeProblem;
    private int _evidence;
    private int _details;
    private string _reason = "";
    private string _said = "";
    private bool _busy;

    [Parameter] public string Org { get; set; } = "";

    protected override void OnInitialized() => Listen<ClockMoved>(_ => ReadAsync());

    protected override async Task OnParametersSetAsync()
    {
        await ReadAsync();
        if (_view is { } read)
        {
            var terms = read.Waiting?.Terms ?? read.Terms;
            (_evidence, _details) = (terms.EvidenceMonths, terms.AuditDetailMonths);
        }
    }

    private Task ReadAsync() => LoadAsync(view.ExecuteAsync, read => _view = read);

    private string? Invalid(string field) => _problem?.Field == field ? "true" : null;

    private string Months(int months) => months % 12 == 0 ? Loc["Years", months / 12] : Loc["Months", months];

    private Task ChangeAsync() => DoAsync(async () =>
    {
        var changed = await change.ExecuteAsync(new RetentionTerms(_evidence, _details), _reason, Gone);
        _problem = changed.Problem;
        if (changed.IsOk)
        {
            (_reason, _said) = ("", Loc["Changed"]);
        }
    });

    private Task PurgeAsync() => DoAsync(async () =>
    {
        var done = await purge.ExecuteAsync(Gone);
        _purgeProblem = done.Problem;
        if (done.IsOk)
        {
            _said = Loc["Purged", done.Value.Evidence.ToString("N0", CultureInfo.InvariantCulture), done.Value.AuditDetails.ToString("N0", CultureInfo.InvariantCulture)];
        }
    });

    private async Task DoAsync(Func<Task> work)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _said) = (true, "");
        try
        {
            await work();
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
