using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Portal.Web.Components;

/// <summary>
/// A long list: only the rows in sight exist, each page of them is read on the server in a total order, and sorting is in the URL
/// (<c>?sort=-key</c>). All rows have one height.
/// </summary>
public sealed partial class DataTable<TItem>
{
    private const string SortParameter = "sort";

    private readonly List<DataColumn<TItem>> _columns = [];
    private Virtualize<Row>? _rows;
    private int? _total;
    private (string Sort, object? Version) _shown = ("", null);
    private bool _started;

    private sealed record Row(int Index, TItem Item);

    [Parameter, EditorRequired] public string Caption { get; set; } = "";

    /// <summary>Of <see cref="DataColumn{TItem}"/>.</summary>
    [Parameter, EditorRequired] public RenderFragment? Columns { get; set; }

    /// <summary>Reads one stretch of rows.</summary>
    [Parameter, EditorRequired] public Func<TableRequest, CancellationToken, Task<TablePage<TItem>>> Load { get; set; } = null!;

    /// <summary>Key of the order that holds when the URL says none; with a leading minus, descending.</summary>
    [Parameter, EditorRequired] public string DefaultSort { get; set; } = "";

    /// <summary>Compared by equality; when it changes, the rows are read again. Give it what the filters are.</summary>
    [Parameter] public object? Version { get; set; }

    [Parameter] public RenderFragment? Empty { get; set; }

    /// <summary>Pixels.</summary>
    [Parameter] public int RowHeight { get; set; } = 44;

    [Parameter] public string MaxHeight { get; set; } = "max(320px, calc(100vh - 300px))";

    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private IStringLocalizer<ComponentsText> Loc { get; set; } = null!;

    private string Sort => UrlState.From(Navigation)[SortParameter] is { } wanted && _columns.Exists(c => c.SortKey == wanted.TrimStart('-')) ? wanted : DefaultSort;

    private string CountText => _total switch
    {
        null => "",
        1 => Loc["RowCountOne"],
        { } many => Loc["RowCount", many.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)],
    };

    private string Announcement => _total is null ? Loc["Loading"] : CountText;

    internal void Add(DataColumn<TItem> column)
    {
        _columns.Add(column);
        StateHasChanged();
    }

    /// <summary>Reads the rows in sight again, for example after an event said that something changed.</summary>
    public async Task RefreshAsync()
    {
        if (_rows is null)
        {
            // Nothing is shown because there was nothing: let the table stand again, and it reads.
            _total = null;
        }
        else
        {
            await _rows.RefreshDataAsync();
        }

        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        var now = (Sort, Version);
        if (_started && now != _shown)
        {
            _shown = now;
            await RefreshAsync();
        }
        else
        {
            _shown = now;
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _started = true;
            _shown = (Sort, Version);
        }
    }

    private async ValueTask<ItemsProviderResult<Row>> ProvideAsync(ItemsProviderRequest request)
    {
        var sort = Sort;
        var page = await Load(new(request.StartIndex, request.Count, sort.TrimStart('-'), sort.StartsWith('-')), request.CancellationToken);
        if (page.Total != _total)
        {
            _total = page.Total;
            StateHasChanged();
        }

        return new(page.Items.Select((item, i) => new Row(request.StartIndex + i, item)), page.Total);
    }

    private void SortBy(DataColumn<TItem> column)
    {
        var descending = Sort.TrimStart('-') == column.SortKey ? !Sort.StartsWith('-') : column.DescendingFirst;
        var next = (descending ? "-" : "") + column.SortKey;
        Navigation.NavigateTo(UrlState.From(Navigation).With(SortParameter, next == DefaultSort ? null : next).Address, replace: true);
    }

    private string? AriaSort(DataColumn<TItem> column) =>
        column.SortKey is null ? null : Sort.TrimStart('-') != column.SortKey ? "none" : Sort.StartsWith('-') ? "descending" : "ascending";

    private string SortIcon(DataColumn<TItem> column) => AriaSort(column) switch
    {
        "ascending" => Icons.Material.Outlined.ArrowUpward,
        "descending" => Icons.Material.Outlined.ArrowDownward,
        _ => Icons.Material.Outlined.UnfoldMore,
    };
}
