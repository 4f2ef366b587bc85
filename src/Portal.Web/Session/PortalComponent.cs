using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Web.Session;

/// <summary>
/// Base of everything that shows an organization's data: knows the tenant and the actor, cancels the load before, and lets go of what
/// it subscribed to. Only usable below <see cref="OrganizationGate"/>, which every page under <c>/o/{org}</c> is.
/// </summary>
public abstract class PortalComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationSeries _loads = new();
    private readonly List<IDisposable> _owned = [];

    [Inject] protected TenantScope Scope { get; private set; } = null!;
    [Inject] protected NavigationManager Navigation { get; private set; } = null!;
    [Inject] protected ProductClock Clock { get; private set; } = null!;
    [Inject] private OrganizationEvents Events { get; set; } = null!;

    protected Tenant Tenant => Scope.Tenant;

    protected Actor Actor => Scope.Actor;

    /// <summary>Cancelled when the component goes away.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>What is not allowed is not rendered. The use case refuses it again.</summary>
    protected bool May(Permission permission) => Actor.May(permission);

    /// <summary>Whether this page is one for the actor's role, as <see cref="RequiresPermissionAttribute"/> says.</summary>
    protected bool MayOpen => RequiresPermissionAttribute.Allows(GetType(), Actor);

    /// <param name="path">Below the organization, without a leading slash; empty for the dashboard.</param>
    protected string Link(string path) => path.Length == 0 ? $"/o/{Tenant.Slug}" : $"/o/{Tenant.Slug}/{path}";

    /// <summary>
    /// Runs a load that replaces the one before: that one is cancelled, and its late result is never shown. Call it from
    /// <see cref="ComponentBase.OnParametersSetAsync"/> and from event handlers.
    /// </summary>
    /// <returns>False when a newer load took over or the component went away; then show nothing of this one.</returns>
    protected async Task<bool> LoadAsync(Func<CancellationToken, Task> load)
    {
        var token = _loads.Next();
        try
        {
            await load(token);
            return !token.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc cref="LoadAsync(Func{CancellationToken, Task})"/>
    /// <param name="show">Takes the result; not called when a newer load took over.</param>
    protected async Task<bool> LoadAsync<T>(Func<CancellationToken, Task<T>> read, Action<T> show)
    {
        var current = false;
        await LoadAsync(async token =>
        {
            var result = await read(token);
            if (!token.IsCancellationRequested)
            {
                show(result);
                current = true;
            }
        });
        return current;
    }

    /// <summary>Calls back on this component's dispatcher, and renders afterwards, for each event of this kind until the component goes away.</summary>
    protected void Listen<TEvent>(Func<TEvent, Task> handler)
        where TEvent : OrganizationEvent => Own(Events.Subscribe(Tenant.OrganizationId, message =>
        {
            if (message is TEvent wanted && !_gone.IsCancellationRequested)
            {
                _ = HandleAsync(() => handler(wanted));
            }
        }));

    /// <summary>Disposes it with the component.</summary>
    protected T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    private async Task HandleAsync(Func<Task> handler)
    {
        try
        {
            await InvokeAsync(async () =>
            {
                await handler();
                StateHasChanged();
            });
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _gone.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested)
        {
            return;
        }

        _gone.Cancel();
        _loads.Dispose();
        _owned.ForEach(o => o.Dispose());
        _gone.Dispose();
    }
}

/// <summary>A <see cref="PortalComponent"/> with the texts of its feature.</summary>
/// <typeparam name="TText">An empty class beside a resx file of the same name.</typeparam>
public abstract class PortalComponent<TText> : PortalComponent
{
    [Inject] protected IStringLocalizer<TText> Loc { get; private set; } = null!;
}
