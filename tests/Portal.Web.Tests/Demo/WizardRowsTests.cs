using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Organizations;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Simulator;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Demo;
using Portal.Web.Features.Account;
using Portal.Web.Features.Connect;

namespace Portal.Web.Tests.Demo;

/// <summary>The demo page says what each key leads to in the wizard; here each is tried.</summary>
public sealed class WizardRowsTests
{
    [Fact]
    public async Task EveryKeyAndSubdomain_Tried_EndsInTheRowThatTheDemoPageNames()
    {
        await using var portal = await PortalHost.StartAsync(null, "--Demo:Enabled=true", "--Demo:HistoryDays=3", "--Connectors:bamboohr:RequestTimeout=00:00:05");
        var vendor = portal.Services.GetRequiredService<DemoVendor>();
        var tenant = await TenantAsync(portal, "tailspin");
        var seen = new ConcurrentDictionary<string, FailureRow?>();
        await Parallel.ForEachAsync(MagicKeys.All.Select((key, i) => (key, Account: $"tried-{i}")), TestContext.Current.CancellationToken, async (tried, _) =>
        {
            vendor.Control.SetCompany(vendor.Control.Company(Companies.Acme) with { Name = tried.Account });
            seen[tried.key.Name] = await RowAsync(portal, tenant, tried.key.Key, tried.Account);
        });

        Assert.Equal(
            MagicKeys.All.Select(key => $"{key.Name}: {WizardRows.Of(key.Key)}").Order(StringComparer.Ordinal),
            seen.Select(row => $"{row.Key}: {row.Value}").Order(StringComparer.Ordinal));
        foreach (var (subdomain, _) in WizardRows.Nowhere)
        {
            Assert.Equal(FailureRow.UnknownAccount, await RowAsync(portal, tenant, MagicKeys.Good, subdomain));
        }

        Assert.Equal(FailureRow.Duplicate, await RowAsync(portal, tenant, MagicKeys.Good, "tried-0"));
    }

    [Fact]
    public async Task Keys_RevokedAtAnAccount_AreRefusedThereButForTheReplacement_UntilTheyAreRestored()
    {
        await using var portal = await PortalHost.StartAsync(null, "--Demo:Enabled=true", "--Demo:HistoryDays=3");
        var tenant = await TenantAsync(portal, "tailspin");
        var state = portal.Services.GetRequiredService<DemoVendorState>();
        await state.SetKeyRevokedAsync(Companies.Acme, true, TestContext.Current.CancellationToken);
        foreach (var key in new[] { MagicKeys.Good, MagicKeys.OutOfScope, MagicKeys.OverPrivileged, Companies.KeyOf(Companies.Acme) })
        {
            Assert.Equal(FailureRow.KeyRejected, await RowAsync(portal, tenant, key, Companies.Acme));
            portal.Services.GetRequiredService<DemoVendor>().Control.Unlock(Companies.Acme);
        }

        await state.SetKeyRevokedAsync(Companies.Acme, false, TestContext.Current.CancellationToken);
        Assert.Null(await RowAsync(portal, tenant, MagicKeys.OutOfScope, Companies.Acme));
        await state.SetKeyRevokedAsync(Companies.Acme, true, TestContext.Current.CancellationToken);
        Assert.Equal(FailureRow.Duplicate, await RowAsync(portal, tenant, MagicKeys.Replacement, Companies.Acme));
    }

    [Fact]
    public async Task KeyStore_TakenDownAndBroughtUp_IsRefusedAndThenConnects()
    {
        await using var portal = await PortalHost.StartAsync(null, "--Demo:Enabled=true", "--Demo:HistoryDays=3");
        var tenant = await TenantAsync(portal, "tailspin");
        var store = portal.Services.GetRequiredService<DemoKeyStore>();
        store.TakeDown(tenant.OrganizationId);
        Assert.Equal(FailureRow.KeyStoreDown, await RowAsync(portal, tenant, MagicKeys.Good, Companies.Acme));

        store.BringUp();
        Assert.Null(await RowAsync(portal, tenant, MagicKeys.Good, Companies.Acme));
    }

    [Fact]
    public async Task KeyStoreSwitch_WithoutTheDemo_IsNotThere()
    {
        await using var portal = await PortalHost.StartAsync();
        Assert.Null(portal.Services.GetService<DemoKeyStore>());
    }

    private static async Task<FailureRow?> RowAsync(PortalHost portal, Tenant tenant, string key, string account)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var casey = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(DevelopmentPersonas.Casey.Identity, TestContext.Current.CancellationToken);
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, Actor.Person(casey, DevelopmentPersonas.Casey.Name, Role.ComplianceManager));
        var request = new ConnectRequest(DemoVendor.ConnectorId, new Dictionary<string, string> { ["subdomain"] = account }, Encoding.UTF8.GetBytes(key), AcceptLimited: false);
        return ConnectFailure.From(await scope.ServiceProvider.GetRequiredService<ConnectConnector>()
            .ExecuteAsync(request, new Progress<CheckResult>(), TestContext.Current.CancellationToken))?.Row;
    }

    private static async Task<Tenant> TenantAsync(PortalHost portal, string slug)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var ada = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(DevelopmentPersonas.Ada.Identity, TestContext.Current.CancellationToken);
        return (await scope.ServiceProvider.GetRequiredService<OpenOrganization>().ExecuteAsync(ada, slug, cancellationToken: TestContext.Current.CancellationToken))!.Tenant;
    }
}
