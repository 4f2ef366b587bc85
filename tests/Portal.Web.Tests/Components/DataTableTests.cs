using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class DataTableTests : PartContext
{
    private readonly List<TableRequest> _requests = [];

    [Fact]
    public void Table_ShowsColumnsRowsAndTheirNumber()
    {
        var table = RenderTable(total: 3);

        Assert.Equal(["Name", "Size"], table.FindAll("thead th").Select(h => h.TextContent.Trim()));
        Assert.Equal(["row 0", "row 1", "row 2"], table.FindAll("tbody th[scope=row]").Select(h => h.TextContent));
        Assert.Equal(["2", "3", "4"], table.FindAll("tbody tr[aria-rowindex]").Select(r => r.GetAttribute("aria-rowindex")!));
        Assert.Equal(("4", "3 rows"), (table.Find("table").GetAttribute("aria-rowcount")!, table.Find("[role=status]").TextContent));
    }

    [Fact]
    public void Table_WithoutAChoice_AsksForItsDefaultOrder()
    {
        RenderTable(total: 3);

        Assert.Equal(("size", true), (_requests[^1].SortKey, _requests[^1].Descending));
    }

    [Fact]
    public void Sort_IsInTheUrlAndReadsAgain()
    {
        var table = RenderTable(total: 3);

        table.FindAll(".p-sort")[0].Click();
        table.Render();
        Assert.Equal("/o/acme/things?filter=x&sort=name", Path());
        Assert.Equal(("name", false), (_requests[^1].SortKey, _requests[^1].Descending));
        Assert.Equal(["ascending", "none"], table.FindAll("thead th").Select(h => h.GetAttribute("aria-sort")!));

        table.FindAll(".p-sort")[0].Click();
        table.Render();
        Assert.Equal("/o/acme/things?filter=x&sort=-name", Path());
        Assert.Equal(("name", true), (_requests[^1].SortKey, _requests[^1].Descending));
    }

    [Fact]
    public void Sort_ByAKeyNobodyOffers_IsIgnored()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/o/acme/things?sort=password");

        RenderTable(total: 3, address: null);

        Assert.Equal(("size", true), (_requests[^1].SortKey, _requests[^1].Descending));
    }

    [Fact]
    public void Version_WhenItChanges_ReadsAgainAndNotBefore()
    {
        var table = RenderTable(total: 3);
        var before = _requests.Count;

        table.Render(p => p.Add(t => t.Version, "one"));
        Assert.Equal(before, _requests.Count);

        table.Render(p => p.Add(t => t.Version, "two"));
        Assert.Equal(before + 1, _requests.Count);
    }

    [Fact]
    public void Table_WithoutRows_SaysSoAndComesBackWhenThereAreSome()
    {
        var total = 0;
        var table = RenderTable(() => total);
        Assert.Equal("Nothing matches.", table.Find(".p-empty h2").TextContent);

        total = 2;
        table.Render(p => p.Add(t => t.Version, "two"));

        Assert.Equal(["row 0", "row 1"], table.FindAll("tbody th[scope=row]").Select(h => h.TextContent));
    }

    private string Path() => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    private IRenderedComponent<DataTable<int>> RenderTable(int total) => RenderTable(() => total);

    private IRenderedComponent<DataTable<int>> RenderTable(int total, string? address) => RenderTable(() => total, address);

    private IRenderedComponent<DataTable<int>> RenderTable(Func<int> total, string? address = "/o/acme/things?filter=x")
    {
        if (address is not null)
        {
            Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        }

        return Render<DataTable<int>>(p => p
            .Add(t => t.Caption, "Things")
            .Add(t => t.DefaultSort, "-size")
            .Add(t => t.Version, "one")
            .Add(t => t.Load, (request, _) =>
            {
                _requests.Add(request);
                var take = Math.Min(request.Take, total() - request.Skip);
                return Task.FromResult(new TablePage<int>([.. Enumerable.Range(request.Skip, Math.Max(0, take))], total()));
            })
            .Add(t => t.Columns, Columns));
    }

    private static readonly RenderFragment Columns = builder =>
    {
        builder.OpenComponent<DataColumn<int>>(0);
        builder.AddComponentParameter(1, "Title", "Name");
        builder.AddComponentParameter(2, "SortKey", "name");
        builder.AddComponentParameter(3, "IsRowHeader", true);
        builder.AddComponentParameter(4, "ChildContent", (RenderFragment<int>)(row => b => b.AddContent(0, $"row {row}")));
        builder.CloseComponent();
        builder.OpenComponent<DataColumn<int>>(5);
        builder.AddComponentParameter(6, "Title", "Size");
        builder.AddComponentParameter(7, "SortKey", "size");
        builder.AddComponentParameter(8, "ChildContent", (RenderFragment<int>)(row => b => b.AddContent(0, row * 10)));
        builder.CloseComponent();
    };
}
