using Azure.Core.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;
using Portal.Platform.Time;

namespace Portal.Platform.Tests.Secrets;

public sealed class SecretsRegistrationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("portal-ring-").FullName;

    [Fact]
    public async Task AddLocalKeyRing_InDevelopment_IsOneRingForEachSeamInTheFolderThatWasChosen()
    {
        await using var provider = Provider("Development");
        provider.GetRequiredService<IStartupValidator>().Validate();
        var ring = provider.GetRequiredService<LocalKeyRing>();
        Assert.All(
            [typeof(IKeyEncryptionKeyResolver), typeof(IKeyEncryptionKeyDirectory), typeof(IAttestationSigner), typeof(IKeyProvisioner), typeof(IKeyStoreProbe)],
            seam => Assert.Same(ring, provider.GetRequiredService(seam)));
        await provider.GetRequiredService<IKeyStoreProbe>().ProbeAsync(CancellationToken.None);
        Assert.Equal(["signing.1.pkcs8"], Directory.GetFiles(Path.Combine(_root, "ring")).Select(Path.GetFileName));
    }

    [Fact]
    public void AddPlatformSecrets_WithARing_SealsWithOneCache()
    {
        using var provider = Provider("Development");
        Assert.NotNull(provider.GetRequiredService<SecretSealer>());
        Assert.NotNull(provider.GetRequiredService<OrganizationKeys>());
        Assert.Same(provider.GetRequiredService<DataKeys>(), provider.GetRequiredService<DataKeys>());
        Assert.NotNull(provider.GetRequiredService<DataKeyCache>());
    }

    [Fact]
    public void AddLocalKeyRing_Elsewhere_KeepsTheHostFromStarting()
    {
        using var provider = Provider("Production");
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ServiceProvider Provider(string environment) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<IHostEnvironment>(new Host(environment, Path.Combine(_root, "content")))
        .AddProductClock().AddPlatformSecrets().AddLocalKeyRing(options => options.Directory = Path.Combine(_root, "ring"))
        .BuildServiceProvider(validateScopes: true);

    private sealed class Host(string environment, string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "Portal";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
