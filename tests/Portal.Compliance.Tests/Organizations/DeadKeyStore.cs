using Azure.Core.Cryptography;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Tests.Organizations;

/// <summary>A key store that does not answer.</summary>
internal sealed class DeadKeyStore : IKeyEncryptionKeyResolver, IKeyEncryptionKeyDirectory, IAttestationSigner
{
    public IKeyEncryptionKey Resolve(string keyId, CancellationToken cancellationToken = default) => throw Dead();

    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken cancellationToken = default) => throw Dead();

    public Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken) => throw Dead();

    public Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => throw Dead();

    public Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => throw Dead();

    public Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken) => throw Dead();

    private static IOException Dead() => new("The key store does not answer.");
}
