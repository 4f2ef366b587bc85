using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Live;
using Portal.Web.Components;

namespace Portal.Web.Features.Evidence;

/// <summary>Every time a piece of evidence was seen and how, newest first, a page at a time.</summary>
public sealed partial class Observations(ListObservations listObservations)
{
    private const int PageSize = 20;

    private Page<ObservationView>? _page;
    private (Guid, int)? _shown;

    [Parameter, EditorRequired] public Guid EvidenceId { get; set; }

    [Parameter, EditorRequired] public Guid ConnectionId { get; set; }

    /// <summary>From 1.</summary>
    [Parameter, EditorRequired] public int PageNumber { get; set; }

    private int Skip => (PageNumber - 1) * PageSize;

    private int First => _page is { Items.Count: > 0 } ? Skip + 1 : 0;

    private int Last => Skip + _page?.Items.Count ?? 0;

    protected override void OnInitialized() =>
        Listen<RunChanged>(changed => changed.ConnectionId == ConnectionId ? ReadAsync() : Task.CompletedTask);

    protected override Task OnParametersSetAsync() => _shown == (EvidenceId, PageNumber) ? Task.CompletedTask : ReadAsync();

    private Task ReadAsync() => LoadAsync(
        token => listObservations.ExecuteAsync(EvidenceId, Skip, PageSize, token), page => (_page, _shown) = (page, (EvidenceId, PageNumber)));

    private string PageLink(int page) =>
        UrlState.From(Navigation).With("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)).Address;
}
