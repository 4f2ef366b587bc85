using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Platform.Tenancy;
using Portal.Web.Hosting;

namespace Portal.Web.Session;

/// <summary>
/// Enters the circuit's scope into the organization named by the URL, once, and reads the membership again every minute: a removed
/// member sees nothing more, a changed role shows at once. Another organization is another circuit, hence a full page load.
/// </summary>
public sealed partial class OrganizationGate : IDisposable
{
    /// <summary>How soon a removed or changed membership shows in an open page, at the latest.</summary>
    internal static readonly TimeSpan Revalidation = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _gone = new();
    private GateState _state = GateState.Opening;
    private OpenedOrganization? _opened;
    private SignedInPerson? _person;
    private bool _leaving;

    private enum GateState { Opening, Open, Unknown, Ended }

    [Parameter] public RenderFragment<OpenedOrganization>? ChildContent { get; set; }

    [Parameter] public RenderFragment? Opening { get; set; }

    /// <summary>Shown for an organization that does not exist for this person.</summary>
    [Parameter] public RenderFragment? Unknown { get; set; }

    /// <summary>Shown once the membership, or the session, is gone.</summary>
    [Parameter] public RenderFragment? Ended { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private CircuitPerson Circuit { get; set; } = null!;
    [Inject] private OpenOrganization Open { get; set; } = null!;
    [Inject] private TenantScope Scope { get; set; } = null!;
    [Inject] private TenantRules Rules { get; set; } = null!;
    [Inject] private SessionStates Sessions { get; set; } = null!;
    [Inject] private IOptions<SignInOptions> SignIn { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    private string? Slug => OrganizationPath.SlugOf("/" + Navigation.ToBaseRelativePath(Navigation.Uri));

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _person = await Circuit.GetAsync();
        _opened = _person is not null && Slug is { } slug ? await Open.ExecuteAsync(_person.Id, slug, Rules.InvitedOnly(_person), _gone.Token) : null;
        if (_opened is null)
        {
            _state = GateState.Unknown;
            return;
        }

        if (Scope.IsSet && Scope.OrganizationId != _opened.Tenant.OrganizationId)
        {
            // The circuit already belongs to another organization, and stays with it.
            Navigation.NavigateTo(Navigation.Uri, forceLoad: true);
            return;
        }

        Enter(_opened);
        _state = GateState.Open;
        _ = RevalidateAsync();
    }

    private void Enter(OpenedOrganization opened)
    {
        if (Scope.IsSet)
        {
            Scope.Refresh(opened.Actor);
        }
        else
        {
            Scope.Enter(opened.Tenant, opened.Actor, _person!.Proof(TimeSpan.FromMinutes(SignIn.Value.RecentMinutes), Time));
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (_opened is not null && Slug != _opened.Tenant.Slug && !_leaving)
        {
            _leaving = true;
            Navigation.NavigateTo(e.Location, forceLoad: true);
        }
    }

    private async Task RevalidateAsync()
    {
        using var timer = new PeriodicTimer(Revalidation, Time);
        try
        {
            while (_state is GateState.Open && await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(ReadMembershipAgainAsync);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A membership that cannot be read is not a membership: the layout's error boundary takes the page away.
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ReadMembershipAgainAsync()
    {
        var again = !await Sessions.StandsAsync(_person!, fresh: true, _gone.Token) ? null : await Open.ExecuteAsync(_person!.Id, _opened!.Tenant.Slug, Rules.InvitedOnly(_person), _gone.Token);
        if (again is null)
        {
            _state = GateState.Ended;
            StateHasChanged();
        }
        else if (again != _opened)
        {
            _opened = again;
            Scope.Refresh(again.Actor);
            StateHasChanged();
        }
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
        _gone.Dispose();
    }
}
