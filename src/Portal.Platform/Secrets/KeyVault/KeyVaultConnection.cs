using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>Who the portal is to the vault, and which server it believes to be the vault.</summary>
internal static class KeyVaultConnection
{
    public static KeyVaultClient Client(KeyVaultOptions options) => new(
        options.Vault, Credential(options), new HttpClientTransport(Handler(options)), options.VerifyChallengeResource, TimeProvider.System);

    public static TokenCredential Credential(KeyVaultOptions options) => options switch
    {
        { DevelopmentToken: { Length: > 0 } token } => new FixedToken(token),
        { Identity: KeyVaultIdentity.Managed, ClientId: { Length: > 0 } client } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client)),
        { Identity: KeyVaultIdentity.Managed } => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
        { Identity: KeyVaultIdentity.Workload } => new WorkloadIdentityCredential(Workload(options.ClientId)),
        _ => new EnvironmentCredential(),
    };

    /// <summary>No redirects, no cookies. A certificate named in the configuration is trusted as a root, with every other check still made.</summary>
    public static SocketsHttpHandler Handler(KeyVaultOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !options.Vault.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.TrustedCertificatePath is { Length: > 0 } path)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(path) },
            };
        }

        return handler;
    }

    private static WorkloadIdentityCredentialOptions Workload(string? client)
    {
        var options = new WorkloadIdentityCredentialOptions();
        options.ClientId = client ?? options.ClientId;
        return options;
    }

    /// <summary>For an emulator in Development; the validation keeps it on loopback.</summary>
    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
