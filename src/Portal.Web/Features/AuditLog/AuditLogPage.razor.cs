using Microsoft.AspNetCore.Components;
using Portal.Compliance.Live;
using Portal.Compliance.Trail;
using Portal.Web.Components;

namespace Portal.Web.Features.AuditLog;

/// <summary>The organization's trail: what the log claims about itself, what recomputing it finds, and every entry.</summary>
public sealed partial class AuditLogPage(SearchAuditLog search, ListAuditLogFilters listFilters)
{
    private DataTable<AuditEntryView>? _table;
    private LogStatus? _status;
    private AuditLogFilters? _choices;

    [Parameter] public string Org { get; set; } = "";

    [SupplyParameterFromQuery(Name = AuditLogState.Action)] public string? ActionCode { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.Actor)] public string? ActorId { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.SubjectType)] public string? SubjectType { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.Subject)] public string? Subject { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.From)] public string? From { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.To)] public string? To { get; set; }
    [SupplyParameterFromQuery(Name = AuditLogState.Entry)] public string? Entry { get; set; }

    private UrlState Url => UrlState.From(Navigation);

    private AuditFilter Filter => AuditLogState.Read(Url, Tenant.Zone);

    protected override async Task OnInitializedAsync()
    {
        Listen<ComplianceChanged>(_ => RefreshAsync());
        Listen<ClockMoved>(_ => RefreshAsync());
        await LoadAsync(listFilters.ExecuteAsync, choices => _choices = choices);
    }

    private async Task RefreshAsync()
    {
        await (_status?.RefreshAsync() ?? Task.CompletedTask);
        await (_table?.RefreshAsync() ?? Task.CompletedTask);
    }

    private async Task<TablePage<AuditEntryView>> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var page = await search.ExecuteAsync(Filter, request.Skip, request.Take, cancellationToken);
        return new(page.Items, page.Total);
    }
}
