using Microsoft.AspNetCore.Components;
using Portal.Compliance.Frameworks;
using Portal.Platform.Results;

namespace Portal.Web.Features.Frameworks;

/// <summary>Changes scope and requirements of one control; every change asks for its reason.</summary>
public sealed partial class ControlEditor(ScopeControl scopeControl, ChangeRequirement changeRequirement)
{
    public const string HeadingId = "control-editor";
    private string? _kind;
    private string? _removing;
    private Problem? _scopeProblem;
    private Problem? _addProblem;
    private Problem? _removeProblem;

    [Parameter, EditorRequired] public string Framework { get; set; } = "";

    [Parameter, EditorRequired] public required ControlRules Control { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<KindOption> Kinds { get; set; }

    [Parameter, EditorRequired] public string CloseAddress { get; set; } = "";

    /// <summary>Something changed; says what, for those who hear the page.</summary>
    [Parameter, EditorRequired] public EventCallback<string> OnChanged { get; set; }

    private bool IsOut => Control.OutOfScopeReason is not null;

    private List<KindOption> Addable => [.. Kinds.Where(k => Control.Requirements.All(r => r.Kind != k.Kind))];

    protected override void OnParametersSet()
    {
        if (Addable.All(k => k.Kind != _kind))
        {
            _kind = Addable.FirstOrDefault()?.Kind;
        }
    }

    private async Task ScopeAsync(string reason)
    {
        var result = await scopeControl.ExecuteAsync(Framework, Control.Id, inScope: IsOut, reason, Gone);
        _scopeProblem = result.Problem;
        await SayAsync(result, "SaidScoped");
    }

    private async Task AddAsync(string reason)
    {
        if (_kind is { } kind)
        {
            var result = await changeRequirement.ExecuteAsync(Framework, Control.Id, kind, required: true, reason, Gone);
            _addProblem = result.Problem;
            await SayAsync(result, "SaidRequired");
        }
    }

    private async Task RemoveAsync(RequirementRule requirement, string reason)
    {
        var result = await changeRequirement.ExecuteAsync(Framework, Control.Id, requirement.Kind, required: false, reason, Gone);
        _removeProblem = result.Problem;
        if (result.IsOk)
        {
            _removing = null;
        }

        await SayAsync(result, "SaidRequired");
    }

    private Task SayAsync(Result<Done> result, string key) => result.IsOk ? OnChanged.InvokeAsync(Loc[key, Control.Id]) : Task.CompletedTask;
}
