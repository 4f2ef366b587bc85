using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>The real client against the stand-in vault, over TLS that trusts the stand-in's certificate and nothing else.</summary>
internal sealed class VaultBench : IAsyncDisposable
{
    private VaultBench(KeyVaultServer server, KeyVaultOptions options, Uri? address, TimeProvider system)
    {
        (Server, Options) = (server, options);
        Client = new KeyVaultClient(
            address ?? server.BaseAddress, Credential, new HttpClientTransport(Handler(server)), options.VerifyChallengeResource, system,
            tryTime: TimeSpan.FromMinutes(5), firstDelay: TimeSpan.FromMilliseconds(1));
        Keys = new KeyVaultPublicKeys(Client, system);
        Ring = new KeyVaultKeyRing(Client, Keys, options);
        Signer = new KeyVaultSigner(Client, Keys, options, system);
        Provisioner = new KeyVaultProvisioner(Client, options, new KeyCreationLimiter(KeyCreationLimiter.Software, TimeProvider.System));
    }

    public KeyVaultServer Server { get; }

    public KeyVaultOptions Options { get; }

    public RecordingCredential Credential { get; } = new();

    public KeyVaultClient Client { get; }

    public KeyVaultPublicKeys Keys { get; }

    public KeyVaultKeyRing Ring { get; }

    public KeyVaultSigner Signer { get; }

    public KeyVaultProvisioner Provisioner { get; }

    /// <param name="system">The client's clock. It stands still unless a test moves it: a loaded machine is no outage.</param>
    /// <param name="host">A name under which the stand-in is reached, for what depends on the vault's host; null for its address.</param>
    public static async Task<VaultBench> StartAsync(KeyVaultOptions? options = null, string? host = null, KeyVaultServerOptions? server = null, TimeProvider? system = null)
    {
        var made = 0;
        var running = await KeyVaultServer.StartAsync((server ?? new()) with { NewRsa = bits => MadeBefore.Rsa(bits, made++) });
        return new VaultBench(running, options ?? new KeyVaultOptions { VerifyChallengeResource = host is not null },
            host is null ? null : new Uri($"https://{host}:{running.BaseAddress.Port}/"), system ?? new FakeTimeProvider());
    }

    /// <summary>As short as the portal accepts, because making a longer one takes longer than all that is done with it.</summary>
    public async Task<KeyVaultKeyId> CreateRsaAsync(string name = "kek", string type = "RSA", int bits = KeyVaultFitness.KeyBits, IReadOnlyList<string>? operations = null) =>
        Client.Id(await Client.CreateAsync(name, new NewKey(type, bits, null, operations ?? ["wrapKey", "unwrapKey"]), CancellationToken.None));

    public async Task<KeyVaultFault> FaultAsync(Func<KeyVaultClient, Task> call) => (await Assert.ThrowsAsync<KeyVaultException>(() => call(Client))).Fault;

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static SocketsHttpHandler Handler(KeyVaultServer server) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(server.CertificatePem) },
            },
        },
        ConnectCallback = async (_, token) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", server.BaseAddress.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}

/// <summary>RSA keys that each vault gets in the same order. No two of one vault are alike, and each is made once for all tests.</summary>
internal static class MadeBefore
{
    private static readonly ConcurrentDictionary<(int Bits, int Number), Lazy<RSAParameters>> Keys = new();

    public static RSA Rsa(int bits, int number) => RSA.Create(Keys.GetOrAdd((bits, number), _ => new Lazy<RSAParameters>(() =>
    {
        using var made = RSA.Create(bits);
        return made.ExportParameters(includePrivateParameters: true);
    })).Value);
}

/// <summary>Hands out tokens and remembers what it was asked for.</summary>
internal sealed class RecordingCredential : TokenCredential
{
    public List<TokenRequestContext> Asked { get; } = [];

    public Exception? Refusal { get; set; }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(requestContext);
        }

        return Refusal is null ? new AccessToken("token-" + Asked.Count, DateTimeOffset.UtcNow.AddHours(1)) : throw Refusal;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
