using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Keys;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Keys;

public sealed class OffBoardOrganizationTests
{
    [Theory, EveryEngine]
    public async Task OffBoard_DestroysEveryKey_AndKeepsWhatMayBeRead(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine, more: KeyWorld.OwnRing());
        var connection = await world.ConnectAndSyncAsync();
        var paused = (await world.ConnectAsync("second")).ConnectionId;
        var evidence = await world.ReadAsync(db => db.Set<EvidenceRecord>().CountAsync());
        await using var scope = world.Enter();
        var preview = (await scope.Get<PreviewOffBoarding>().ExecuteAsync())!;

        var request = await scope.Get<OffBoardOrganization>().ExecuteAsync(" Acme ", "The contract ended.");

        Assert.Equal((1, 2, 2, 2, 1, evidence), (preview.DataKeysDestroyed, preview.CredentialsDestroyed, preview.SubjectsUnreadable,
            preview.ConnectionsRevoked, preview.RunsCancelled, preview.EvidenceKept));
        Assert.All(await world.DataKeysAsync(), k => Assert.Equal((DataKeyState.Destroyed, null), (k.State, k.WrappedKey)));
        Assert.All(new[] { await world.ConnectionAsync(connection), await world.ConnectionAsync(paused) },
            c => Assert.Equal((ConnectionState.Revoked, null), (c.State, c.SealedCredential)));
        var requests = await world.ReadAsync(db => db.Set<KeyRequest>().OrderByDescending(r => r.Kind).ToListAsync());
        Assert.Equal([(KeyRequestKind.OffBoard, KeyRequestState.Done), (KeyRequestKind.DestroyKey, KeyRequestState.Done)], requests.Select(r => (r.Kind, r.State)));
        var gone = await Assert.ThrowsAsync<SecretFaultException>(() => world.OpenEverythingAsync());
        Assert.Equal(SecretFault.DataKeyDestroyed, gone.Fault);
        Assert.Equal(evidence, (await scope.Get<SearchEvidence>().ExecuteAsync(new(), 0, 100)).Total);
        var receipt = (await scope.Get<ViewKeyRequest>().ExecuteAsync(request.Value))!;
        Assert.Contains("organization.off_boarded", receipt.Audit.Select(a => a.Action));
        Assert.Null(await scope.Get<PreviewOffBoarding>().ExecuteAsync());
        await world.AssertLogHoldsAsync();
    }

    [Fact]
    public async Task OffBoarded_Organization_ConnectsAndRotatesNothingAnyMore()
    {
        await using var world = await SyncWorld.CreateAsync(more: KeyWorld.OwnRing());
        await using var scope = world.Enter();
        await scope.Get<OffBoardOrganization>().ExecuteAsync("Acme", "The contract ended.");

        var down = Assert.IsType<ConnectOutcome.KeyStoreDown>(await world.TryConnectAsync());

        Assert.Equal("organization_off_boarded", down.Problem.Code);
        Assert.Equal("organization_off_boarded", (await scope.Get<RotateDataKey>().ExecuteAsync("again")).Problem?.Code);
        Assert.Equal("organization_off_boarded", (await scope.Get<OffBoardOrganization>().ExecuteAsync("Acme", "again")).Problem?.Code);
    }

    [Theory]
    [InlineData("acme", "why", "name_differs")]
    [InlineData("Acme", " ", "reason_missing")]
    public async Task OffBoard_WithTheWrongWords_ChangesNothing(string name, string reason, string code)
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter();

        Assert.Equal(code, (await scope.Get<OffBoardOrganization>().ExecuteAsync(name, reason)).Problem?.Code);
        Assert.Equal(DataKeyState.Active, Assert.Single(await world.DataKeysAsync()).State);
    }

    [Fact]
    public async Task KeyChanges_WithAnOldSignIn_AskForANewOne()
    {
        await using var world = await SyncWorld.CreateAsync();
        var ada = Actor.Person(Guid.CreateVersion7(), "Ada Admin", Role.Admin);
        await using var scope = world.Database.Enter(world.Acme, ada, SignInProof.Now(world.Database.Clock));
        world.Database.Clock.Advance(SignInProof.Usual + TimeSpan.FromSeconds(1));

        Assert.Equal(SignInProof.Missing, (await scope.Get<RotateKeyEncryptionKey>().ExecuteAsync("x")).Problem);
        Assert.Equal(SignInProof.Missing, (await scope.Get<RotateDataKey>().ExecuteAsync("x")).Problem);
        Assert.Equal(SignInProof.Missing, (await scope.Get<OffBoardOrganization>().ExecuteAsync("Acme", "x")).Problem);
        Assert.Equal(DataKeyState.Active, Assert.Single(await world.DataKeysAsync()).State);
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.ComplianceManager)]
    public async Task KeyChanges_ByAnybodyButAnAdmin_AreForbidden(Role role)
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter(role);

        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<RotateKeyEncryptionKey>().ExecuteAsync("x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<RotateDataKey>().ExecuteAsync("x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<OffBoardOrganization>().ExecuteAsync("Acme", "x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<PreviewOffBoarding>().ExecuteAsync());
        Assert.Equal(KeyStanding.Ready, (await scope.Get<ViewKeys>().ExecuteAsync()).Standing);
    }
}
