using System.Text;
using Azure.Core.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Portal.Platform.Secrets;
using Portal.Simulator.KeyVault;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Demo;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class KeyHostingTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-vault-");
    private KeyVaultServer? _vault;

    [Fact]
    public async Task Development_WithAVaultOnLoopback_KeepsItsKeysThereAndMakesNoKeyRing()
    {
        await using var portal = PortalHost.Create(_folder.FullName, args: await VaultAsync());
        Assert.Empty(PortalStart.Faults(portal.Services));
        var provisioner = portal.Services.GetRequiredService<IKeyProvisioner>();
        var organization = Guid.CreateVersion7();
        var kid = await provisioner.EnsureKeyEncryptionKeyAsync(organization, default);
        Assert.StartsWith(_vault!.BaseAddress.ToString(), await provisioner.EnsureSigningKeyAsync(default), StringComparison.Ordinal);
        Assert.Equal(kid, await portal.Services.GetRequiredService<IKeyEncryptionKeyDirectory>().CurrentKidAsync(organization, default));
        Assert.Equal(kid, portal.Services.GetRequiredService<IKeyEncryptionKeyResolver>().Resolve(kid).KeyId);
        var signer = portal.Services.GetRequiredService<IAttestationSigner>();
        Assert.True(await signer.VerifyAsync(await signer.SignAsync("m"u8.ToArray(), default), "m"u8.ToArray(), default));
        Assert.False(Path.Exists(Path.Combine(_folder.FullName, "keys")));
    }

    [Theory]
    [InlineData("Production", false)]
    [InlineData("Development", true)]
    public async Task WebProcess_InProduction_HasNoDoorToMakeKeys(string environment, bool has)
    {
        await using var portal = PortalApplication.Create(["--environment", environment, "--KeyVault:VaultUri=https://contoso.vault.azure.net/", "--Demo:Enabled=false"]);
        Assert.Equal(has, portal.Services.GetService<IKeyProvisioner>() is not null);
    }

    [Fact]
    public async Task Faults_OfAVaultInProduction_NameWhatIsForDevelopmentOnlyAndNotTheKeyRing()
    {
        await using var portal = PortalApplication.Create(["--environment", "Production", .. await VaultAsync()]);
        var keys = PortalStart.Faults(portal.Services).Select(f => f.Split(' ', 2)[0].TrimEnd(':')).Where(k => k.Contains(':', StringComparison.Ordinal));
        Assert.Equal(["KeyVault:DevelopmentToken", "KeyVault:TrustedCertificatePath", "KeyVault:VerifyChallengeResource"],
            keys.Where(k => k.StartsWith("KeyVault", StringComparison.Ordinal) || k.StartsWith("Secrets", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task HealthReady_WithoutItsVault_IsDegradedInWordsWhileLiveStays()
    {
        await using var host = await PortalHost.StartAsync(null, await VaultAsync());
        await host.Services.GetRequiredService<IKeyProvisioner>().EnsureSigningKeyAsync(default);
        _vault!.Control.IsDown = true;
        using var visitor = host.Visitor();
        Assert.Equal($"Degraded\n{KeyStoreHealth.Down}", await visitor.GetStringAsync("/health/ready"));
        Assert.Equal("Healthy", await visitor.GetStringAsync("/health/live"));
        _vault.ForgetRequests();
        await visitor.GetStringAsync("/health/ready");
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task HealthReady_WhenTheVaultDoesNotLetThePortalIn_SaysThatAndNotThatItIsDown()
    {
        await using var host = await PortalHost.StartAsync(null, await VaultAsync());
        _vault!.Control.Fail(new VaultFault(VaultFaultKind.Forbidden));
        using var visitor = host.Visitor();
        Assert.Equal($"Degraded\n{KeyStoreHealth.Refused}", await visitor.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task HealthReady_WhenTheSigningKeyIsSwitchedOff_SaysSo()
    {
        await using var host = await PortalHost.StartAsync(null, await VaultAsync());
        await host.Services.GetRequiredService<IKeyProvisioner>().EnsureSigningKeyAsync(default);
        _vault!.Control.SetEnabled("portal-signing", false);
        using var visitor = host.Visitor();
        Assert.Equal($"Degraded\n{KeyStoreHealth.SwitchedOff}", await visitor.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task StandIn_AskedFor_SaysTheSettingsThatThePortalThenAccepts()
    {
        using var stop = new CancellationTokenSource();
        var output = new Printed();
        var running = KeyVaultStandIn.RunAsync([KeyVaultStandIn.Command, _folder.FullName], output, stop.Token);
        var settings = (await output.Text).Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("--", StringComparison.Ordinal)).ToArray();
        await using var portal = PortalHost.Create(_folder.FullName, args: settings);
        Assert.Empty(PortalStart.Faults(portal.Services));
        await portal.Services.GetRequiredService<IKeyProvisioner>().EnsureSigningKeyAsync(default);
        await portal.Services.GetRequiredService<IKeyStoreProbe>().ProbeAsync(default);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task StandIn_AskedForWrongly_SaysHow() => Assert.Equal((2, 2, 2), (
        await KeyVaultStandIn.RunAsync([KeyVaultStandIn.Command], TextWriter.Null),
        await KeyVaultStandIn.RunAsync([KeyVaultStandIn.Command, "x", "99999"], TextWriter.Null),
        await KeyVaultStandIn.RunAsync([KeyVaultStandIn.Command, "x", "1", "2"], TextWriter.Null)));

    public async ValueTask DisposeAsync()
    {
        if (_vault is not null)
        {
            await _vault.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<string[]> VaultAsync()
    {
        _vault = await KeyVaultServer.StartAsync(new KeyVaultServerOptions { Token = "for-tests" });
        var certificate = Path.Combine(_folder.FullName, "vault.pem");
        await File.WriteAllTextAsync(certificate, _vault.CertificatePem);
        return
        [
            $"--KeyVault:VaultUri={_vault.BaseAddress}", $"--KeyVault:TrustedCertificatePath={certificate}", "--KeyVault:VerifyChallengeResource=false",
            "--KeyVault:DevelopmentToken=for-tests",
        ];
    }

    /// <summary>Gives the first thing written to it.</summary>
    private sealed class Printed : TextWriter
    {
        private readonly TaskCompletionSource<string> _text = new();

        public Task<string> Text => _text.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            _text.TrySetResult(value ?? "");
            return Task.CompletedTask;
        }
    }
}
