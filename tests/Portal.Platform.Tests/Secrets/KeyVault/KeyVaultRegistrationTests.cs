using Azure.Core.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>What the host gets for its configuration. Nothing is sent anywhere.</summary>
public sealed class KeyVaultRegistrationTests
{
    [Fact]
    public void AddKeyVault_WithAVault_IsTheProviderOfEachSeamAndCannotMakeKeys()
    {
        using var provider = Provider("Production", ("KeyVault:VaultUri", "https://contoso.vault.azure.net/"));
        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<KeyVaultKeyRing>(provider.GetRequiredService<IKeyEncryptionKeyResolver>());
        Assert.Same(provider.GetRequiredService<IKeyEncryptionKeyResolver>(), provider.GetRequiredService<IKeyEncryptionKeyDirectory>());
        Assert.IsType<KeyVaultSigner>(provider.GetRequiredService<IAttestationSigner>());
        Assert.IsType<KeyVaultProbe>(provider.GetRequiredService<IKeyStoreProbe>());
        Assert.Equal(new Uri("https://contoso.vault.azure.net/"), provider.GetRequiredService<KeyVaultClient>().Vault);
        Assert.Null(provider.GetService<IKeyProvisioner>());
    }

    [Fact]
    public void AddKeyVault_WithoutAVault_KeepsTheHostFromStarting()
    {
        using var provider = Provider("Production");
        Assert.Contains("KeyVault:VaultUri", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Message, StringComparison.Ordinal);
    }

    /// <summary>The host says where it runs; a line of configuration does not.</summary>
    [Fact]
    public void AddKeyVault_EnvironmentNameInConfiguration_DoesNotCount()
    {
        using var provider = Provider("Production", ("KeyVault:VaultUri", "https://127.0.0.1/"), ("KeyVault:EnvironmentName", "Development"), ("KeyVault:DevelopmentToken", "x"));
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        using var development = Provider("Development", ("KeyVault:VaultUri", "https://127.0.0.1/"), ("KeyVault:DevelopmentToken", "x"));
        development.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [InlineData("RSA", KeyCreationLimiter.Software)]
    [InlineData("RSA-HSM", KeyCreationLimiter.Hardware)]
    public async Task AddKeyVaultProvisioning_ByTheKindOfKey_LetsAsManyBeMadeAsTheVaultTakes(string keyType, int permits)
    {
        using var provider = Provider("Production", ("KeyVault:VaultUri", "https://contoso.vault.azure.net/"), ("KeyVault:KeyType", keyType));
        Assert.IsType<KeyVaultProvisioner>(provider.GetRequiredService<IKeyProvisioner>());
        var limiter = provider.GetRequiredService<KeyCreationLimiter>();
        for (var i = 0; i < permits; i++)
        {
            Assert.True(limiter.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
        }

        using var impatient = new CancellationTokenSource();
        var next = limiter.WaitAsync(impatient.Token);
        Assert.False(next.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static ServiceProvider Provider(string environment, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build())
            .AddSingleton<IHostEnvironment>(new Host(environment))
            .AddKeyVault();
        return (settings.Any(s => s.Key == "KeyVault:KeyType") ? services.AddKeyVaultProvisioning() : services).BuildServiceProvider(validateScopes: true);
    }

    private sealed class Host(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "Portal";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
