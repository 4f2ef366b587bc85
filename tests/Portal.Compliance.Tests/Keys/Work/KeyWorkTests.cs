using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Keys;
using Portal.Compliance.Keys.Work;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Keys.Work;

/// <summary>Both rotations, undisturbed and killed at each point: nothing becomes unreadable, nothing is lost, and destroyed keys open nothing.</summary>
public sealed class KeyWorkTests
{
    [Theory, EveryEngine]
    public async Task RotateKey_RewrapsEveryDataKey_AndTouchesNothingItSealed(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine, more: KeyWorld.OwnRing());
        await world.ConnectAndSyncAsync();
        var before = await world.OpenEverythingAsync();
        var old = Assert.Single(await world.DataKeysAsync());
        var blobs = await BlobsAsync(world);

        var request = await world.AskAsync(KeyRequestKind.RotateKey);
        Assert.Equal(0, await world.WorkAsync());

        var now = Assert.Single(await world.DataKeysAsync());
        Assert.Equal((old.Id, DataKeyState.Active), (now.Id, now.State));
        Assert.EndsWith("/2", now.Kid, StringComparison.Ordinal);
        Assert.NotEqual(old.WrappedKey, now.WrappedKey);
        Assert.Equal(blobs, await BlobsAsync(world));
        Assert.Equal(before, await world.OpenEverythingAsync());
        Assert.Equal((KeyRequestState.Done, old.Kid, now.Kid), await Row(world, request, r => (r.State, r.FromKid, r.ToKid!)));
        Assert.Equal(2, (await world.AuditAsync()).Count(a => a == "key.rotated"));
        await world.AssertLogHoldsAsync();
    }

    [Theory, EveryEngine]
    public async Task RotateDataKey_SealsEverythingAnew_AndDestroysTheOldKey(DatabaseEngine engine)
    {
        await using var world = await SyncWorld.CreateAsync(engine);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: 2 * Reencryption.Chunk + 1));
        var connection = await world.ConnectAndSyncAsync();
        var before = await world.OpenEverythingAsync();
        var blob = (await world.ConnectionAsync(connection)).SealedCredential!;

        var request = await world.AskAsync(KeyRequestKind.RotateDataKey);
        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal([DataKeyState.Destroyed, DataKeyState.Active], (await world.DataKeysAsync()).Select(k => k.State));
        var old = (await world.DataKeysAsync())[0];
        Assert.Null(old.WrappedKey);
        Assert.Equal((0, before.Count), (await world.SealedUnderAsync(old.Id), await world.SealedUnderAsync((await world.DataKeysAsync())[1].Id)));
        Assert.Equal(before, await world.OpenEverythingAsync());
        Assert.Equal((KeyRequestState.Done, before.Count, before.Count), await Row(world, request, r => (r.State, r.Done, r.Total)));
        await using var scope = world.System();
        var refused = await Assert.ThrowsAsync<SecretFaultException>(() => OpenAsync(scope, world, connection, 1, blob));
        Assert.Equal(SecretFault.DataKeyDestroyed, refused.Fault);
        // And the organization goes on.
        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(connection, world.Now.AddHours(1))).State);
    }

    public static TheoryData<KeyRequestKind, string> Points()
    {
        var points = new TheoryData<KeyRequestKind, string>();
        foreach (var point in KeyFaultPoints.All)
        {
            var ofKey = point is KeyFaultPoints.AfterKeyStore or KeyFaultPoints.AfterProvisioned or KeyFaultPoints.BeforeRewrap or KeyFaultPoints.AfterRewrap;
            points.Add(ofKey ? KeyRequestKind.RotateKey : KeyRequestKind.RotateDataKey, point);
        }

        return points;
    }

    [Theory, MemberData(nameof(Points))]
    public async Task Restart_AfterACrashAtEachPoint_GoesOnAndFindsEverythingReadable(KeyRequestKind kind, string point)
    {
        var (dead, ring) = (false, KeyWorld.OwnRing());
        await using var world = await SyncWorld.CreateAsync(more: ring, at: reached =>
        {
            dead |= reached == point;
            if (dead)
            {
                throw new Dead();
            }
        });
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: Reencryption.Chunk + 50));
        await world.ConnectAndSyncAsync();
        var before = await world.OpenEverythingAsync();
        var request = await world.AskAsync(kind);
        await Assert.ThrowsAsync<Dead>(() => world.WorkAsync());

        await using var restarted = world.Again(more: ring);
        Assert.Equal(before, await restarted.OpenEverythingAsync());
        Assert.Equal(0, await restarted.WorkAsync());

        Assert.Equal(before, await restarted.OpenEverythingAsync());
        Assert.Equal(KeyRequestState.Done, (await restarted.RequestAsync(request)).State);
        var keys = await restarted.DataKeysAsync();
        Assert.Equal(kind == KeyRequestKind.RotateKey ? [DataKeyState.Active] : [DataKeyState.Destroyed, DataKeyState.Active], keys.Select(k => k.State));
        Assert.EndsWith(kind == KeyRequestKind.RotateKey ? "/2" : "/1", keys[^1].Kid, StringComparison.Ordinal);
        await restarted.AssertLogHoldsAsync();
    }

    [Theory]
    [InlineData(KeyRequestKind.RotateKey)]
    [InlineData(KeyRequestKind.RotateDataKey)]
    public async Task TwoProcesses_RotatingAtOnce_MakeOneRotation(KeyRequestKind kind)
    {
        var ring = KeyWorld.OwnRing();
        await using var world = await SyncWorld.CreateAsync(more: ring);
        world.Connector.Collect = (_, _) => ScriptedConnector.Items(ScriptedConnector.DefaultRun(people: Reencryption.Chunk + 50));
        await world.ConnectAndSyncAsync();
        var before = await world.OpenEverythingAsync();
        await using var other = world.Again(more: ring);
        await world.AskAsync(kind);

        await Task.WhenAll(Task.Run(world.WorkAsync), Task.Run(other.WorkAsync));
        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal(before, await world.OpenEverythingAsync());
        Assert.Single(await world.DataKeysAsync(), k => k.State == DataKeyState.Active);
        Assert.Equal(kind == KeyRequestKind.RotateKey ? 1 : 2, (await world.DataKeysAsync()).Count);
        await world.AssertLogHoldsAsync();
    }

    [Fact]
    public async Task RotateDataKey_CredentialReplacedWhileItIsResealed_IsNotOverwritten()
    {
        SyncWorld? inside = null;
        var connection = Guid.Empty;
        byte[]? replaced = null;
        await using var world = await SyncWorld.CreateAsync(at: reached =>
        {
            if (reached == KeyFaultPoints.AfterNewDataKey && inside is not null)
            {
                using var rows = inside.Database.Rows(inside.Acme);
                var row = rows.Set<Connection>().Single(c => c.Id == connection);
                // Sealed by the old key by somebody who was a moment slower, and another value: it must stay, and be sealed anew as it is.
                (row.SealedCredential, row.CredentialVersion) = (replaced, 2);
                rows.SaveChanges();
            }
        });
        connection = await world.ConnectAndSyncAsync();
        await using (var scope = world.System())
        {
            await using var db = scope.Get<TenantDatabase>().Open();
            replaced = await scope.Get<SecretSealer>().SealAsync(
                db, new SealContext(world.Acme.OrganizationId, connection, SealPurposes.Credential, 2), Encoding.UTF8.GetBytes("second"), CancellationToken.None);
        }

        inside = world;
        await world.AskAsync(KeyRequestKind.RotateDataKey);
        Assert.Equal(0, await world.WorkAsync());

        await using var after = world.System();
        using var opened = await OpenAsync(after, world, connection, 2, (await world.ConnectionAsync(connection)).SealedCredential!);
        Assert.Equal("second", Encoding.UTF8.GetString(opened.Bytes.Span));
    }

    [Fact]
    public async Task RotateDataKey_WhileASyncRuns_WaitsForItBeforeTheOldKeyIsDestroyed()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connected = await world.ConnectAsync();
        var (collecting, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Connector.Collect = (_, _) => Held(collecting, go);
        var sync = Task.Run(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        await collecting.Task;
        await world.AskAsync(KeyRequestKind.RotateDataKey);

        Assert.Equal(1, await world.WorkAsync());
        Assert.Equal([DataKeyState.DecryptOnly, DataKeyState.Active], (await world.DataKeysAsync()).Select(k => k.State));
        go.SetResult();
        Assert.Equal(RunState.Succeeded, (await sync).State);
        Assert.Equal(0, await world.WorkAsync());

        Assert.Equal(DataKeyState.Destroyed, (await world.DataKeysAsync())[0].State);
        Assert.Equal(4, (await world.OpenEverythingAsync()).Count);
    }

    [Fact]
    public async Task RotateDataKey_WithAValueSomebodyChanged_KeepsTheOldKeyAndSaysSo()
    {
        await using var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await using (var rows = world.Database.Rows(world.Acme))
        {
            var row = await rows.Set<SealedSubject>().FirstAsync();
            row.Sealed = [.. row.Sealed[..^1], (byte)(row.Sealed[^1] ^ 1)];
            await rows.SaveChangesAsync();
        }

        var request = await world.AskAsync(KeyRequestKind.RotateDataKey);
        Assert.Equal(1, await world.WorkAsync());

        Assert.Equal(DataKeyState.DecryptOnly, (await world.DataKeysAsync())[0].State);
        Assert.Contains("could not be opened", (await world.RequestAsync(request)).LastError, StringComparison.Ordinal);
        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(connection, world.Now.AddHours(1))).State);
    }

    private static async IAsyncEnumerable<Portal.Connectors.Sdk.CollectedItem> Held(TaskCompletionSource collecting, TaskCompletionSource go)
    {
        await foreach (var item in ScriptedConnector.Items(ScriptedConnector.DefaultRun()))
        {
            yield return item;
            collecting.TrySetResult();
            await go.Task;
        }
    }

    private static Task<OpenedSecret> OpenAsync(TestScope scope, SyncWorld world, Guid connection, int version, byte[] blob) =>
        scope.Get<SecretSealer>().OpenAsync(
            scope.Get<TenantDatabase>().Open(), new SealContext(world.Acme.OrganizationId, connection, SealPurposes.Credential, version), blob, CancellationToken.None);

    private static Task<List<string>> BlobsAsync(SyncWorld world) => world.ReadAsync(async db =>
        (await db.Set<SealedSubject>().Select(s => s.Sealed).ToListAsync()).Concat(await db.Set<Connection>().Select(c => c.SealedCredential!).ToListAsync())
            .Select(Convert.ToHexString).Order(StringComparer.Ordinal).ToList());

    private static async Task<T> Row<T>(SyncWorld world, Guid id, Func<KeyRequest, T> pick) => pick(await world.RequestAsync(id));

    /// <summary>A cancellation, so that nobody writes it down: a process that was killed writes nothing.</summary>
    private sealed class Dead : OperationCanceledException;
}
