using Microsoft.AspNetCore.Components;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Components;
using Portal.Web.Shell;

namespace Portal.Web.Features.Frameworks;

/// <summary>Scope and requirements of one framework's controls. The control being changed is in the URL.</summary>
public sealed partial class FrameworkRulesPage(ViewFrameworkRules viewRules, ConfirmRung confirmRung, BrowserPage browser)
{
    private const string ControlKey = "control";
    private FrameworkRules? _rules;
    private bool _missing;
    private Problem? _rungProblem;
    private string _said = "";
    private string? _focused;

    [Parameter] public string Org { get; set; } = "";

    [Parameter] public string Framework { get; set; } = "";

    [SupplyParameterFromQuery(Name = ControlKey)] public string? Control { get; set; }

    private ControlRules? Edited => _rules?.Controls.FirstOrDefault(c => c.Id == Control);

    protected override void OnInitialized() => Listen<ComplianceChanged>(_ => ReloadAsync());

    protected override Task OnParametersSetAsync() => MayOpen ? ReloadAsync() : Task.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Choosing a row far below opens the form above the table: go there.
        if (Edited is { } edited && _focused != edited.Id)
        {
            _focused = edited.Id;
            await browser.FocusAsync(ControlEditor.HeadingId, Gone);
        }
        else if (Edited is null)
        {
            _focused = null;
        }
    }

    private Task ReloadAsync() => LoadAsync(
        token => viewRules.ExecuteAsync(Framework, token), rules => (_rules, _missing) = (rules, rules is null));

    private string Address(string? control) => UrlState.From(Navigation).With(ControlKey, control).Address;

    private Task ChangedAsync(string said)
    {
        _said = said;
        return ReloadAsync();
    }

    private async Task ConfirmRungAsync(RungToConfirm rung, string reason)
    {
        var result = await confirmRung.ExecuteAsync(rung.Kind, rung.Rung, reason, Gone);
        _rungProblem = result.Problem;
        if (result.IsOk)
        {
            await ChangedAsync(Loc["SaidConfirmed", rung.KindTitle]);
        }
    }
}
