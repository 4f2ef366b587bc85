using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultClientTests
{
    private const string Oaep = "RSA-OAEP-256";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly NewKey Ec = new("EC", null, "P-256", ["sign", "verify"]);

    [Fact]
    public async Task WrapAndUnwrap_GiveBackWhatWasWrapped()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync();
        var secret = RandomNumberGenerator.GetBytes(32);
        var wrapped = await bench.Client.WrapAsync(id, Oaep, secret, None);
        Assert.NotEqual(secret, wrapped);
        Assert.Equal(secret, await bench.Client.UnwrapAsync(id, Oaep, wrapped, None));
    }

    [Fact]
    public async Task SignAndVerify_AgreeAndVerifyHereTooAndRefuseAnotherDigest()
    {
        await using var bench = await VaultBench.StartAsync();
        var key = await bench.Client.CreateAsync("s", Ec, None);
        var digest = SHA256.HashData("message"u8);
        var signature = await bench.Client.SignAsync(bench.Client.Id(key), "ES256", digest, None);
        Assert.Equal(64, signature.Length);
        Assert.True(await bench.Client.VerifyAsync(bench.Client.Id(key), "ES256", digest, signature, None));
        using var local = key.Key!.P256();
        Assert.True(local.VerifyHash(digest, signature));
        digest[0] ^= 1;
        Assert.False(await bench.Client.VerifyAsync(bench.Client.Id(key), "ES256", digest, signature, None));
    }

    [Fact]
    public async Task Rotate_MakesAVersionAndTheOldOneStillAnswers()
    {
        await using var bench = await VaultBench.StartAsync();
        var versions = new List<KeyVaultKeyId> { bench.Client.Id(await bench.Client.CreateAsync("s", Ec, None)) };
        for (var i = 0; i < 4; i++)
        {
            versions.Add(bench.Client.Id(await bench.Client.RotateAsync("s", None)));
        }

        Assert.Equal(versions[^1], bench.Client.Id(await bench.Client.GetAsync("s", null, None)));
        Assert.Equal(versions[0], bench.Client.Id(await bench.Client.GetAsync("s", versions[0].Version, None)));
        Assert.Equal(versions.Select(v => v.Kid), (await bench.Client.VersionsAsync("s", None)).Select(v => v.Kid));
    }

    [Fact]
    public async Task Delete_CanBeRecoveredUntilItIsPurgedAndHoldsTheName()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = bench.Client.Id(await bench.Client.CreateAsync("s", Ec, None));
        await bench.Client.DeleteAsync("s", None);
        Assert.Equal(KeyVaultFault.NotFound, await bench.FaultAsync(c => c.GetAsync("s", null, None)));
        Assert.Equal(KeyVaultFault.Conflict, await bench.FaultAsync(c => c.CreateAsync("s", Ec, None)));
        Assert.Equal(id, bench.Client.Id(await bench.Client.GetDeletedAsync("s", None)));
        Assert.Equal(id, bench.Client.Id(await bench.Client.RecoverAsync("s", None)));
        Assert.Equal(id, bench.Client.Id(await bench.Client.GetAsync("s", null, None)));
        await bench.Client.DeleteAsync("s", None);
        await bench.Client.PurgeAsync("s", None);
        Assert.Equal(KeyVaultFault.NotFound, await bench.FaultAsync(c => c.RecoverAsync("s", None)));
        Assert.NotEqual(id, bench.Client.Id(await bench.Client.CreateAsync("s", Ec, None)));
    }

    [Fact]
    public async Task Key_SwitchedOffOrOutOfItsTimeOrForSomethingElse_IsRefusedByKind()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync();
        var wrapped = await bench.Client.WrapAsync(id, Oaep, new byte[32], None);
        bench.Server.Control.SetTimes("kek", null, DateTimeOffset.UnixEpoch);
        Assert.Equal(KeyVaultFault.Disabled, await bench.FaultAsync(c => c.WrapAsync(id, Oaep, new byte[32], None)));
        Assert.Equal(new byte[32], await bench.Client.UnwrapAsync(id, Oaep, wrapped, None));
        bench.Server.Control.SetTimes("kek", DateTimeOffset.MaxValue, null);
        Assert.Equal(KeyVaultFault.Disabled, await bench.FaultAsync(c => c.WrapAsync(id, Oaep, new byte[32], None)));
        bench.Server.Control.SetEnabled("kek", false);
        Assert.Equal(KeyVaultFault.Disabled, await bench.FaultAsync(c => c.UnwrapAsync(id, Oaep, wrapped, None)));
        Assert.Equal(KeyVaultFault.Forbidden, await bench.FaultAsync(c => c.SignAsync(id, "ES256", new byte[32], None)));
        bench.Server.Control.SetEnabled("kek", true);
        Assert.Equal(KeyVaultFault.Rejected, await bench.FaultAsync(c => c.UnwrapAsync(id, Oaep, new byte[256], None)));
    }

    [Theory]
    [InlineData(VaultFaultKind.Throttled, KeyVaultFault.Throttled, 4)]
    [InlineData(VaultFaultKind.ServerError, KeyVaultFault.Unavailable, 4)]
    [InlineData(VaultFaultKind.Unavailable, KeyVaultFault.Unavailable, 4)]
    [InlineData(VaultFaultKind.Reset, KeyVaultFault.Unavailable, 4)]
    [InlineData(VaultFaultKind.Forbidden, KeyVaultFault.Forbidden, 1)]
    [InlineData(VaultFaultKind.Unauthorized, KeyVaultFault.Unauthenticated, 1)]
    [InlineData(VaultFaultKind.HtmlPage, KeyVaultFault.Unexpected, 1)]
    [InlineData(VaultFaultKind.OtherKey, KeyVaultFault.Untrusted, 1)]
    [InlineData(VaultFaultKind.OtherVault, KeyVaultFault.Untrusted, 1)]
    public async Task Fault_OfEachKind_IsTypedAndOnlyWhatMayPassIsTriedAgain(VaultFaultKind kind, KeyVaultFault fault, int tries)
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync();
        var wrapped = await bench.Client.WrapAsync(id, Oaep, new byte[32], None);
        bench.Server.Control.Fail(new VaultFault(kind));
        foreach (var call in (Func<KeyVaultClient, Task>[])[c => c.UnwrapAsync(id, Oaep, wrapped, None), c => c.GetAsync("kek", null, None)])
        {
            bench.Server.ForgetRequests();
            Assert.Equal(fault, await bench.FaultAsync(call));
            Assert.Equal(tries, bench.Server.Requests.Count);
        }

        bench.Server.Control.Fail(null);
        Assert.Equal(new byte[32], await bench.Client.UnwrapAsync(id, Oaep, wrapped, None));
    }

    [Fact]
    public async Task Throttling_ThatPasses_IsNotSeenByTheCaller()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = await bench.CreateRsaAsync();
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.Throttled) { Times = 2 });
        Assert.Equal(id, bench.Client.Id(await bench.Client.GetAsync("kek", null, None)));
    }

    [Fact]
    public async Task Throttling_LongerThanAnybodyWaits_EndsAtOnceAndIsNotAskedTooEarly()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.CreateRsaAsync();
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.Throttled) { RetryAfterSeconds = 3600 });
        bench.Server.ForgetRequests();
        var thrown = await Assert.ThrowsAsync<KeyVaultException>(() => bench.Client.GetAsync("kek", null, None));
        Assert.Equal((KeyVaultFault.Throttled, TimeSpan.FromHours(1), 1), (thrown.Fault, thrown.RetryAfter, bench.Server.Requests.Count));
    }

    [Fact]
    public async Task Call_OfSomebodyWhoGivesUp_IsCancelledAndNotAFault()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.CreateRsaAsync();
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.Hang));
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Client.GetAsync("kek", null, impatient.Token));
    }

    [Fact]
    public async Task Call_ThatIsNeverAnswered_EndsInTimeForTheDataKeyCache()
    {
        var system = new FakeTimeProvider();
        await using var bench = await VaultBench.StartAsync(system: system);
        await bench.CreateRsaAsync();
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.Hang));
        bench.Server.ForgetRequests();
        var call = bench.FaultAsync(c => c.GetAsync("kek", null, None));
        while (bench.Server.Requests.Count == 0)
        {
            await Task.Yield();
        }

        system.Advance(KeyVaultClient.TotalTime);
        Assert.Equal(KeyVaultFault.Unavailable, await call);
        Assert.True(2 * KeyVaultClient.TotalTime < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Key_OfAnotherVault_IsNotAskedFor()
    {
        await using var bench = await VaultBench.StartAsync();
        var foreign = new KeyVaultKeyId("vault.elsewhere.test", "kek", "1");
        Assert.Equal(KeyVaultFault.Untrusted, await bench.FaultAsync(c => c.UnwrapAsync(foreign, Oaep, new byte[32], None)));
        Assert.Empty(bench.Server.Requests);
    }
}
