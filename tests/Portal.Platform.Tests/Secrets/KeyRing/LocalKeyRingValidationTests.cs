using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;
using Portal.Platform.Time;

namespace Portal.Platform.Tests.Secrets.KeyRing;

public sealed class LocalKeyRingValidationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("portal-ring-").FullName;

    private string Folder => Path.Combine(_root, "ring");

    [Theory]
    [InlineData("Development")]
    [InlineData("development")]
    public void Start_InDevelopment_HasOneRingForEverything(string environment)
    {
        using var provider = Provider(environment, Path.Combine(_root, "content"));
        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.NotNull(provider.GetRequiredService<SecretSealer>());
        Assert.NotNull(provider.GetRequiredService<OrganizationKeys>());
        Assert.Same(provider.GetRequiredService<IAttestationSigner>(), provider.GetRequiredService<IKeyEncryptionKeyDirectory>());
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Start_AnywhereElse_IsRefusedAndSoIsTheRing(string environment)
    {
        using var provider = Provider(environment, Path.Combine(_root, "content"));
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IAttestationSigner>());
        Assert.Throws<OptionsValidationException>(() => new LocalKeyRing(new LocalKeyRingOptions { Directory = Folder, EnvironmentName = environment }));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Start_EnvironmentNameInConfiguration_DoesNotCount()
    {
        using var provider = Provider("Production", _root, ("Secrets:LocalKeyRing:EnvironmentName", "Development"));
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Start_RingInForbiddenPlaces_NamesEveryFaultAtOnce()
    {
        Directory.CreateDirectory(Path.Combine(_root, ".git"));
        using var provider = Provider("Production", _root);
        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Equal(
            [
                "Secrets:LocalKeyRing: the local key ring is for Development only; the environment is Production. Keys that protect real organizations belong in a key vault.",
                $"Secrets:LocalKeyRing:Directory: {Folder} is inside the content root {_root}.",
                $"Secrets:LocalKeyRing:Directory: {Folder} is inside the repository {_root}.",
            ],
            refused.Failures);
    }

    [Fact]
    public void Faults_FolderThatLeadsIntoTheDatabasesFolder_IsRefused()
    {
        var data = Directory.CreateDirectory(Path.Combine(_root, "data")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_root, "innocent"), data);
        Assert.Equal([$"Secrets:LocalKeyRing:Directory: {data}/ring is inside the database's folder {data}."], FaultsOf(Path.Combine(_root, "innocent", "ring"), data));
        Assert.Equal([$"Secrets:LocalKeyRing:Directory: {data} is inside the database's folder {_root}/innocent."], FaultsOf(data, Path.Combine(_root, "innocent")));
        Assert.Empty(FaultsOf(data + "-ring", data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ring")]
    [InlineData("../ring")]
    public void Faults_RelativeFolder_IsRefused(string folder) =>
        Assert.Equal([$"Secrets:LocalKeyRing:Directory: an absolute folder is needed, not '{folder}'."], FaultsOf(folder, null));

    [Fact]
    public void Validate_GoodOptions_SucceedsAndOthersDoNot()
    {
        var validation = new LocalKeyRingValidation();
        Assert.True(validation.Validate(null, RingFixture.Options(Folder)).Succeeded);
        Assert.True(validation.Validate(null, RingFixture.Options("ring")).Failed);
    }

    /// <summary>Whoever says nothing has a private folder of their own, and no development machine.</summary>
    [Fact]
    public void Options_AsTheyAre_AreProductionAndAHiddenFolder()
    {
        var options = new LocalKeyRingOptions();
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "portal", "keyring"), options.Directory);
        Assert.Contains(LocalKeyRingValidation.Faults(options), fault => fault.Contains("the environment is Production", StringComparison.Ordinal));
    }

    /// <summary>Elsewhere than on Windows and macOS, names that differ in case are two folders.</summary>
    [Fact]
    public void Faults_FolderNamedAsTheDatabasesInCapitals_IsAnother() =>
        Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? 1 : 0, FaultsOf(Path.Combine(_root, "DATA", "ring"), Path.Combine(_root, "data")).Count());

    /// <summary>A relative link inside a linked folder starts from where that folder really is.</summary>
    [Fact]
    public void Of_RelativeLinkBehindALink_StartsWhereTheFirstOneLeads()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_root, "data", "inner")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_root, "a"), inner);
        Directory.CreateSymbolicLink(Path.Combine(inner, "b"), Path.Combine("..", "ring"));
        Assert.Equal(Path.Combine(RealPath.Of(_root), "data", "ring", "keys"), RealPath.Of(Path.Combine(_root, "a", "b", "keys")));
    }

    [Fact]
    public void Faults_LinksInACircle_AreRefused()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "a"), Path.Combine(_root, "b"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "b"), Path.Combine(_root, "a"));
        Assert.Contains("Too many links", Assert.Throws<IOException>(() => RealPath.Of(Path.Combine(_root, "a", "ring"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static IEnumerable<string> FaultsOf(string folder, string? database)
    {
        var options = RingFixture.Options(folder);
        options.DatabaseDirectory = database;
        return LocalKeyRingValidation.Faults(options);
    }

    private ServiceProvider Provider(string environment, string contentRoot, params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build())
        .AddSingleton<IHostEnvironment>(new HostEnvironment(environment, contentRoot))
        .AddProductClock().AddPlatformSecrets().AddLocalKeyRing(options => options.Directory = Folder)
        .BuildServiceProvider(validateScopes: true);

    private sealed class HostEnvironment(string environment, string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "Portal";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
