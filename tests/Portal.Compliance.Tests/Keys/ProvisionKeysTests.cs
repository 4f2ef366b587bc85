using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Compliance.Connections;
using Portal.Compliance.Keys;
using Portal.Compliance.Keys.Work;
using Portal.Compliance.Organizations;
using Portal.Compliance.Tests.Organizations;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Sync;
using TestDirectory = Portal.Compliance.Tests.Organizations.Directory;

namespace Portal.Compliance.Tests.Keys;

/// <summary>
/// A key vault as the web process sees it: it may wrap, unwrap and sign, and finds no key that nobody provisioned. Beside it, the same rows
/// under the provisioning identity.
/// </summary>
public sealed class ProvisionKeysTests
{
    [Fact]
    public async Task Created_BeforeItsKeyExists_ConnectsOnlyAfterProvisioning()
    {
        var ring = KeyWorld.OwnRing();
        await using var web = await SyncWorld.CreateAsync(more: services => WithoutProvisioner(services, ring));
        await using var provisioning = web.Again(more: services => ring(services));
        var tenant = await CreateAsync(web);
        Assert.Equal(1, await WorkAsync(web, tenant));
        Assert.Equal(KeyStanding.BeingPrepared, await StandingAsync(web, tenant));
        var refused = Assert.IsType<ConnectOutcome.KeyStoreDown>(await ConnectAsync(web, tenant));
        Assert.Equal("keys_being_prepared", refused.Problem.Code);
        Assert.Contains("Nothing was saved", refused.Problem.What, StringComparison.Ordinal);

        var report = await provisioning.Database.Services.GetRequiredService<ProvisionKeys>().PassAsync();

        Assert.Equal(0, report.Left);
        var done = Assert.Single(report.Requests);
        Assert.Equal(("initech", KeyRequestKind.CreateKey, null), (done.Organization, done.Kind, done.Error));
        Assert.Equal(0, await WorkAsync(web, tenant));
        Assert.Equal(KeyStanding.Ready, await StandingAsync(web, tenant));
        Assert.IsType<ConnectOutcome.Connected>(await ConnectAsync(web, tenant));
        Assert.Empty((await provisioning.Database.Services.GetRequiredService<ProvisionKeys>().PassAsync()).Requests);
    }

    [Fact]
    public async Task Rotation_WithoutAProvisioner_WaitsForIt()
    {
        var ring = KeyWorld.OwnRing();
        await using var setup = await SyncWorld.CreateAsync(more: ring);
        await setup.ConnectAndSyncAsync();
        await using var web = setup.Again(more: services => WithoutProvisioner(services, ring));
        var request = await web.AskAsync(KeyRequestKind.RotateKey);

        Assert.Equal(1, await web.WorkAsync());
        Assert.EndsWith("/1", Assert.Single(await web.DataKeysAsync()).Kid, StringComparison.Ordinal);
        Assert.False(web.Database.Services.GetRequiredService<ProvisionKeys>().IsAllowed);
        Assert.Equal(0, (await setup.Database.Services.GetRequiredService<ProvisionKeys>().PassAsync()).Left);
        Assert.EndsWith("/1", Assert.Single(await web.DataKeysAsync()).Kid, StringComparison.Ordinal);
        Assert.Equal(0, await web.WorkAsync());

        Assert.EndsWith("/2", Assert.Single(await web.DataKeysAsync()).Kid, StringComparison.Ordinal);
        Assert.Equal(KeyRequestState.Done, (await web.RequestAsync(request)).State);
    }

    [Theory]
    [InlineData(KeyRequestKind.RotateKey)]
    [InlineData(KeyRequestKind.DestroyKey)]
    [InlineData(KeyRequestKind.OffBoard)]
    public async Task Request_PlantedInTheDatabase_IsRefusedAndNothingHappens(KeyRequestKind kind)
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        var connection = await world.ConnectAndSyncAsync();
        var genuine = await GenuineAsync(world);
        var planted = Guid.CreateVersion7();
        await using (var rows = world.Database.Rows(world.Acme))
        {
            rows.Add(new KeyRequest
            {
                OrganizationId = world.Acme.OrganizationId,
                Id = planted,
                Kind = kind,
                State = kind == KeyRequestKind.OffBoard ? KeyRequestState.InProgress : KeyRequestState.AwaitsProvisioning,
                RequestedById = genuine.RequestedById,
                RequestedBy = "Ada Admin",
                Reason = genuine.Reason,
                FromKid = genuine.FromKid,
                // Signed by the portal, but for something else.
                AttestationKid = genuine.AttestationKid,
                Attestation = genuine.Attestation,
            });
            await rows.SaveChangesAsync();
        }

        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal(KeyRequestState.Refused, (await world.RequestAsync(planted)).State);
        Assert.Contains("key.request_refused", await world.AuditAsync());
        Assert.EndsWith("/2", (await world.DataKeysAsync())[0].Kid, StringComparison.Ordinal);
        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(connection, world.Now.AddHours(1))).State);
    }

    [Fact]
    public async Task Kid_PlantedInARequest_IsNotWhatKeysAreWrappedWith()
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        await world.ConnectAndSyncAsync();
        var before = await world.OpenEverythingAsync();
        var request = await world.AskAsync(KeyRequestKind.RotateKey);
        await using (var scope = world.System())
        {
            await scope.Get<ProvisionRequest>().ExecuteAsync(await world.RequestAsync(request), CancellationToken.None);
        }

        await using (var rows = world.Database.Rows(world.Acme))
        {
            (await rows.Set<KeyRequest>().SingleAsync(r => r.Id == request)).ToKid = "https://evil.example/keys/mine/1";
            await rows.SaveChangesAsync();
        }

        Assert.Equal(0, await world.WorkAsync());
        Assert.EndsWith("/2", Assert.Single(await world.DataKeysAsync()).Kid, StringComparison.Ordinal);
        Assert.Equal(before, await world.OpenEverythingAsync());
    }

    private static async Task<KeyRequest> GenuineAsync(SyncWorld world)
    {
        var id = await world.AskAsync(KeyRequestKind.RotateKey);
        await world.WorkAsync();
        return await world.RequestAsync(id);
    }

    private static void WithoutProvisioner(IServiceCollection services, Action<IServiceCollection> ring)
    {
        ring(services);
        services.AddOrganizations();
        services.RemoveAll<IKeyProvisioner>();
        services.RemoveAll<IKeyEncryptionKeyDirectory>();
        services.AddSingleton<IKeyEncryptionKeyDirectory>(s => new Provisioned(
            s.GetRequiredService<LocalKeyRing>(), s.GetRequiredService<IOptions<LocalKeyRingOptions>>().Value.Directory));
    }

    private static async Task<Tenant> CreateAsync(SyncWorld world) => (await world.Database.RunAsync<CreateOrganization, Platform.Results.Result<Tenant>>(
        u => u.ExecuteAsync(new("Initech", "initech", "UTC"), TestDirectory.Ada))).Value;

    private static async Task<int> WorkAsync(SyncWorld world, Tenant tenant)
    {
        await using var scope = world.System(tenant);
        return await scope.Get<KeyWork>().ExecuteAsync(CancellationToken.None);
    }

    private static async Task<KeyStanding> StandingAsync(SyncWorld world, Tenant tenant)
    {
        await using var scope = world.Database.Enter(tenant);
        return (await scope.Get<ViewKeys>().ExecuteAsync()).Standing;
    }

    private static async Task<ConnectOutcome> ConnectAsync(SyncWorld world, Tenant tenant)
    {
        await using var scope = world.Database.Enter(tenant);
        return await scope.Get<ConnectConnector>().ExecuteAsync(
            new ConnectRequest(ScriptedConnector.Id, new Dictionary<string, string> { ["account"] = "initech" }, "good-key-0123456789"u8.ToArray(), false),
            new Progress<Portal.Connectors.Sdk.CheckResult>());
    }

    /// <summary>The ring, but as a vault answers: a key that nobody made is not there. The two organizations of every world have theirs.</summary>
    private sealed class Provisioned(LocalKeyRing ring, string folder) : IKeyEncryptionKeyDirectory
    {
        private static readonly string[] Furnished = ["0195a000-0000-7000-8000-00000000acee", "0195a000-0000-7000-8000-00000000610b"];

        public Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken) =>
            Furnished.Contains(organizationId.ToString("D")) || System.IO.Directory.GetFiles(folder, $"org-{organizationId:D}.*").Length > 0
                ? ring.CurrentKidAsync(organizationId, cancellationToken)
                : throw new SecretFaultException(SecretFault.NoKeyEncryptionKey, organizationId);
    }
}
