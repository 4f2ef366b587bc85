namespace Portal.Web.Components;

/// <summary>Which rows a table wants to show now.</summary>
/// <param name="SortKey">A sortable column's key; the table's default one when nothing was chosen. Order by it and then by the row's id, so that the order is total.</param>
public sealed record TableRequest(int Skip, int Take, string SortKey, bool Descending);

/// <param name="Total">How many rows there are in all.</param>
public sealed record TablePage<T>(IReadOnlyList<T> Items, int Total);
