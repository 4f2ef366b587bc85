using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultProbeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Probe_OfTheSigningKey_SaysWhetherItWouldSign()
    {
        var system = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = await VaultBench.StartAsync(system: system);
        var probe = new KeyVaultProbe(bench.Client, bench.Options, system);
        Assert.Equal(KeyVaultFault.NotFound, await bench.FaultAsync(_ => probe.ProbeAsync(None)));

        await bench.Provisioner.EnsureSigningKeyAsync(None);
        await probe.ProbeAsync(None);

        bench.Server.Control.SetTimes(bench.Options.SigningKey, null, system.GetUtcNow().AddSeconds(-1));
        var off = await Assert.ThrowsAsync<KeyVaultException>(() => probe.ProbeAsync(None));
        Assert.Equal((KeyVaultFault.Disabled, "The signing key portal-signing is switched off, expired or not yet valid."), (off.Fault, off.Message));
    }

    [Fact]
    public async Task Probe_OfAKeyMadeForSomethingElse_SaysThatItIsUnfit()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.Client.CreateAsync(bench.Options.SigningKey, new NewKey("EC", null, "P-256", ["verify"]), None);
        Assert.Equal(KeyVaultFault.Unfit, await bench.FaultAsync(_ => new KeyVaultProbe(bench.Client, bench.Options, TimeProvider.System).ProbeAsync(None)));
    }
}
