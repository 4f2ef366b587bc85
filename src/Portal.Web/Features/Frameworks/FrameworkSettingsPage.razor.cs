using Microsoft.AspNetCore.Components;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Results;

namespace Portal.Web.Features.Frameworks;

/// <summary>Which frameworks the organization works towards.</summary>
public sealed partial class FrameworkSettingsPage(ListFrameworks list, AdoptFramework adopt, DropFramework drop)
{
    private IReadOnlyList<FrameworkSummary>? _frameworks;
    private string? _dropping;
    private Problem? _problem;
    private Problem? _dropProblem;
    private string _said = "";

    [Parameter] public string Org { get; set; } = "";

    protected override void OnInitialized() => Listen<ComplianceChanged>(_ => ReloadAsync());

    protected override Task OnParametersSetAsync() => MayOpen ? ReloadAsync() : Task.CompletedTask;

    private Task ReloadAsync() => LoadAsync(token => list.ExecuteAsync(token), frameworks => _frameworks = frameworks);

    private void Ask(string? framework) => (_dropping, _dropProblem, _problem) = (framework, null, null);

    private async Task AdoptAsync(FrameworkSummary framework)
    {
        Ask(null);
        var result = await adopt.ExecuteAsync(framework.Id, Gone);
        (_problem, _said) = (result.Problem, result.IsOk ? Loc["SaidAdopted", framework.Name].Value : "");
        await ReloadAsync();
    }

    private async Task DropAsync(FrameworkSummary framework, string reason)
    {
        var result = await drop.ExecuteAsync(framework.Id, reason, Gone);
        _dropProblem = result.Problem;
        if (result.IsOk)
        {
            _said = Loc["SaidDropped", framework.Name];
            Ask(null);
            await ReloadAsync();
        }
    }
}
