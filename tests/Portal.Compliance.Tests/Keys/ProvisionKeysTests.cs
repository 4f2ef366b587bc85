using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Compliance.Connections;
using Portal.Compliance.Keys;
using Portal.Compliance.Keys.Work;
using Portal.Compliance.Organizations;
using Portal.Compliance.Tests.Organizations;
using Portal.Compliance.Tests.Trail.Checkpoints;
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
    [InlineData(KeyRequestKind.RotateKey, KeyRequestState.AwaitsProvisioning)]
    [InlineData(KeyRequestKind.RotateKey, KeyRequestState.InProgress)]
    [InlineData(KeyRequestKind.DestroyKey, KeyRequestState.AwaitsProvisioning)]
    [InlineData(KeyRequestKind.DestroyKey, KeyRequestState.InProgress)]
    [InlineData(KeyRequestKind.RotateDataKey, KeyRequestState.AwaitsProvisioning)]
    [InlineData(KeyRequestKind.RotateDataKey, KeyRequestState.InProgress)]
    [InlineData(KeyRequestKind.OffBoard, KeyRequestState.AwaitsProvisioning)]
    [InlineData(KeyRequestKind.OffBoard, KeyRequestState.InProgress)]
    public async Task Request_PlantedInTheDatabase_IsRefusedAndNothingHappens(KeyRequestKind kind, KeyRequestState state)
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
                State = state,
                RequestedAt = genuine.RequestedAt,
                RequestedById = genuine.RequestedById,
                RequestedBy = genuine.RequestedBy,
                Reason = genuine.Reason,
                // Older than the key there is: to wrap everything anew would seem to be left to do.
                FromKid = genuine.FromKid,
                OldDataKeyId = (await world.DataKeysAsync())[0].Id,
                // Signed by the portal, but for something else.
                AttestationKid = genuine.AttestationKid,
                Attestation = genuine.Attestation,
            });
            await rows.SaveChangesAsync();
        }

        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal(KeyRequestState.Refused, (await world.RequestAsync(planted)).State);
        Assert.Contains("key.request_refused", await world.AuditAsync());
        var key = Assert.Single(await world.DataKeysAsync());
        Assert.Equal(DataKeyState.Active, key.State);
        Assert.EndsWith("/2", key.Kid, StringComparison.Ordinal);
        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(connection, world.Now.AddHours(1))).State);
    }

    [Theory]
    [InlineData("RequestedBy = 'Somebody Else'")]
    [InlineData("RequestedById = 'somebody-else'")]
    [InlineData("RequestedAt = RequestedAt + 1")]
    [InlineData("Reason = 'Another.'")]
    [InlineData("FromKid = FromKid || '1'")]
    [InlineData("OldDataKeyId = NULL")]
    [InlineData("AttestationKid = ''")]
    public async Task Request_AnySignedColumnChanged_IsRefused(string changed)
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        await world.ConnectAndSyncAsync();
        var request = await world.AskAsync(KeyRequestKind.RotateDataKey);
        await SignCheckpointTests.TamperAsync(world, $"UPDATE KeyRequests SET {changed}");

        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal(KeyRequestState.Refused, (await world.RequestAsync(request)).State);
        Assert.Equal(DataKeyState.Active, Assert.Single(await world.DataKeysAsync()).State);
    }

    [Theory]
    [InlineData("State = 'InProgress', FinishedAt = NULL, NewDataKeyId = NULL, ReencryptedAt = NULL")]
    [InlineData("State = 'InProgress', FinishedAt = NULL")]
    public async Task Request_CarriedOutAndOpenedAgain_RotatesNothingMore(string opened)
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        await world.ConnectAndSyncAsync();
        await world.AskAsync(KeyRequestKind.RotateDataKey);
        Assert.Equal(0, await world.WorkAsync());
        var keys = (await world.DataKeysAsync()).ConvertAll(k => (k.Id, k.State));
        await SignCheckpointTests.TamperAsync(world, $"UPDATE KeyRequests SET {opened}");

        await world.WorkAsync();

        Assert.Equal(keys, (await world.DataKeysAsync()).ConvertAll(k => (k.Id, k.State)));
    }

    [Fact]
    public async Task Progress_PlantedInAGenuineRequest_DoesNotDestroyTheKeyThatSeals()
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        var request = await world.AskAsync(KeyRequestKind.RotateDataKey);
        // Nothing is sealed under it any more, as it seems.
        await SignCheckpointTests.TamperAsync(world, "DELETE FROM PseudonymKeys; UPDATE KeyRequests SET NewDataKeyId = OldDataKeyId, ReencryptedAt = RequestedAt");

        Assert.Equal(1, await world.WorkAsync());

        Assert.Equal(DataKeyState.Active, Assert.Single(await world.DataKeysAsync()).State);
        Assert.Contains("still seals", (await world.RequestAsync(request)).LastError, StringComparison.Ordinal);
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
