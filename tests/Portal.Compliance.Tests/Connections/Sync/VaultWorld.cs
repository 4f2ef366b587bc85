using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Cryptography;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

/// <summary>A world whose keys are in the vault stand-in, with the data key cache's clock in hand.</summary>
internal sealed class VaultWorld : IAsyncDisposable
{
    private VaultWorld(KeyVaultServer server, KeyVaultClient client, SyncWorld world, FakeTimeProvider system) =>
        (Server, Client, World, System) = (server, client, world, system);

    public KeyVaultServer Server { get; }

    public KeyVaultClient Client { get; }

    public SyncWorld World { get; }

    /// <summary>Moves the caches of keys only.</summary>
    public FakeTimeProvider System { get; }

    public int Unwraps => Server.Requests.Count(r => r.HadToken && r.Path.EndsWith("/unwrapkey", StringComparison.Ordinal));

    public static async Task<VaultWorld> CreateAsync()
    {
        var server = await KeyVaultServer.StartAsync();
        var options = new KeyVaultOptions { SharedKey = "portal-shared", VerifyChallengeResource = false };
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(server.CertificatePem) },
        };
        var client = new KeyVaultClient(
            server.BaseAddress, new AnyToken(), new HttpClientTransport(handler), verifyResource: false, new FakeTimeProvider(),
            tryTime: TimeSpan.FromMinutes(5), firstDelay: TimeSpan.FromMilliseconds(1));
        await client.CreateAsync("portal-shared", KeyVaultFitness.Encrypting(options), CancellationToken.None);
        await client.CreateAsync(options.SigningKey, KeyVaultFitness.Signing(options), CancellationToken.None);
        var system = new FakeTimeProvider();
        var keys = new KeyVaultPublicKeys(client, system);
        var ring = new KeyVaultKeyRing(client, keys, options);
        var world = await SyncWorld.CreateAsync(more: services => services
            .AddSingleton(new DataKeyCache(system))
            .AddSingleton<IKeyEncryptionKeyResolver>(ring)
            .AddSingleton<IKeyEncryptionKeyDirectory>(ring)
            .AddSingleton<IAttestationSigner>(new KeyVaultSigner(client, keys, options, system)));
        return new VaultWorld(server, client, world, system);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Server.DisposeAsync();
    }

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("any", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
