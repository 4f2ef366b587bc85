using Microsoft.AspNetCore.Components;
using Portal.Compliance.Demo;
using Portal.Web.Features.Connect;
using Portal.Web.Session;

namespace Portal.Web.Demo;

/// <summary>The simulated vendor's switches and its keys. Without the demo, or without the role, there is no such page.</summary>
public sealed partial class DemoPage(IServiceProvider services) : PortalComponent<DemoText>
{
    private DemoVendorState? _vendor;
    private DemoKeyStore? _keyStore;

    [Parameter] public string Org { get; set; } = "";

    protected override void OnInitialized() => (_vendor, _keyStore) = (services.GetService<DemoVendorState>(), services.GetService<DemoKeyStore>());

    private string InWizard(FailureRow? row) => Loc[row is { } shown ? $"Row{shown}" : "RowNone"];

    private async Task SwitchKeyStoreAsync()
    {
        var down = !_keyStore!.IsDown;
        await services.GetRequiredService<ChangeDemoVendor>().ExecuteAsync("local key ring", down ? "key store taken down" : "key store brought up", Gone, "key_store");
        if (down)
        {
            _keyStore.TakeDown(Tenant.OrganizationId);
        }
        else
        {
            _keyStore.BringUp();
        }
    }

    private Task SwitchKeyAsync(string company)
    {
        var revoke = !_vendor!.IsKeyRevoked(company);
        return ChangeAsync(company, revoke ? "key revoked at the vendor" : "key restored at the vendor",
            () => _vendor.SetKeyRevokedAsync(company, revoke, Gone));
    }

    private Task SwitchPowerAsync(string company)
    {
        var down = !_vendor!.IsDown(company);
        return ChangeAsync(company, down ? "vendor taken down" : "vendor brought up", () => _vendor.SetDownAsync(company, down, Gone));
    }

    private async Task ChangeAsync(string company, string change, Func<Task> apply)
    {
        await services.GetRequiredService<ChangeDemoVendor>().ExecuteAsync($"{company}.bamboohr.com", change, Gone);
        await apply();
    }
}
