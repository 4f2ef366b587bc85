using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Evidence;
using Portal.Compliance.Live;
using Portal.Web.Components;

namespace Portal.Web.Features.Evidence;

/// <summary>One piece of evidence: what it says, its raw payload, how it was found, its proof, and the controls it speaks to.</summary>
public sealed partial class EvidencePage(ViewEvidence view)
{
    private EvidenceDetail? _evidence;
    private bool _read;
    private Guid? _shown;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "tab")] public string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private EvidenceView Open => UrlState.From(Navigation).Get<EvidenceView>("tab") ?? EvidenceView.Summary;

    private int PageNumber => int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;

    private IReadOnlyList<TabLink> Tabs => [.. Enum.GetValues<EvidenceView>().Select(v => new TabLink(
        v.ToString(), Loc[$"Tab_{v}"],
        Link($"evidence/{Id:D}") + (v is EvidenceView.Summary ? "" : $"?tab={v.ToString().ToLowerInvariant()}")))];

    protected override void OnInitialized()
    {
        Listen<RunChanged>(changed => changed.ConnectionId == _evidence?.Row.ConnectionId ? ReadAsync() : Task.CompletedTask);
        Listen<ClockMoved>(_ => ReadAsync());
    }

    protected override Task OnParametersSetAsync() => _shown == Id ? Task.CompletedTask : ReadAsync();

    private Task ReadAsync() => LoadAsync(token => view.ExecuteAsync(Id, token), evidence => (_evidence, _shown, _read) = (evidence, Id, true));
}
