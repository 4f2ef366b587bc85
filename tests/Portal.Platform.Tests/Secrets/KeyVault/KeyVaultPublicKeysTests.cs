using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>What is known of a key version: its public half for ever, whether it is switched off for ten minutes, and that it is off only until asked again.</summary>
public sealed class KeyVaultPublicKeysTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task GetAsync_OfOneVersion_AsksOnce()
    {
        await using var bench = await VaultBench.StartAsync();
        var id = bench.Client.Id(await bench.Client.CreateAsync("s", KeyVaultFitness.Signing(bench.Options), None));
        var first = await bench.Keys.GetAsync(id, None);
        bench.Server.ForgetRequests();
        Assert.Same(first, await bench.Keys.GetAsync(id, None));
        Assert.False(await bench.Keys.IsSwitchedOffAsync(id, None));
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task IsSwitchedOffAsync_OfAVersionThatIsOn_AsksAgainAfterTenMinutes()
    {
        var system = new FakeTimeProvider();
        await using var bench = await VaultBench.StartAsync(system: system);
        var id = bench.Client.Id(await bench.Client.CreateAsync("s", KeyVaultFitness.Signing(bench.Options), None));
        await bench.Keys.CurrentAsync("s", None);
        bench.Server.Control.SetEnabled("s", false);
        bench.Server.ForgetRequests();
        system.Advance(KeyVaultPublicKeys.StandingFor - TimeSpan.FromTicks(1));
        Assert.False(await bench.Keys.IsSwitchedOffAsync(id, None));
        Assert.Empty(bench.Server.Requests);
        system.Advance(TimeSpan.FromTicks(1));
        Assert.True(await bench.Keys.IsSwitchedOffAsync(id, None));
        // From here on each time, so that switching it on works at once.
        bench.Server.Control.SetEnabled("s", true);
        Assert.False(await bench.Keys.IsSwitchedOffAsync(id, None));
    }

    [Fact]
    public async Task WasSwitchedOffAsync_WhileTheVaultIsAway_IsWhatItLastSaid()
    {
        await using var bench = await VaultBench.StartAsync();
        var (on, off) = (await NewAsync("on"), await NewAsync("off"));
        bench.Server.Control.SetEnabled("off", false);
        Assert.Equal((false, true), (await bench.Keys.WasSwitchedOffAsync(on, None), await bench.Keys.WasSwitchedOffAsync(off, None)));
        bench.Server.Control.IsDown = true;
        Assert.Equal((false, true), (await bench.Keys.WasSwitchedOffAsync(on, None), await bench.Keys.WasSwitchedOffAsync(off, None)));
        Assert.False(await bench.Keys.WasSwitchedOffAsync(on with { Version = "unheard" }, None));

        async Task<KeyVaultKeyId> NewAsync(string name) => bench.Client.Id(await bench.Client.CreateAsync(name, KeyVaultFitness.Signing(bench.Options), None));
    }

    /// <summary>A version is one key: whoever answers with another half for it later changes nothing.</summary>
    [Fact]
    public async Task GetAsync_OfAVersionAnsweredDifferentlyLater_StaysTheFirst()
    {
        static string Answer(string x) => $$"""{"key":{"kid":"https://contoso.vault.azure.net/keys/s/1","kty":"EC","x":"{{x}}"},"attributes":{"enabled":false} }""";
        var client = new ScriptedVault(Answer("first"), Answer("second")).Client();
        var keys = new KeyVaultPublicKeys(client, TimeProvider.System);
        var id = client.Id(await keys.CurrentAsync("s", None));
        Assert.True(await keys.IsSwitchedOffAsync(id, None));
        Assert.Equal("first", (await keys.GetAsync(id, None)).X);
    }
}
