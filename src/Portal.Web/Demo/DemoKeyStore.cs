using Azure.Core.Cryptography;
using Portal.Platform.Secrets;

namespace Portal.Web.Demo;

/// <summary>The demo's switch for an outage of the key store. It lasts until it is put back, or the process ends.</summary>
internal sealed class DemoKeyStore(IServiceProvider services)
{
    private volatile bool _down;

    public bool IsDown => _down;

    /// <summary>From now on nothing is wrapped, unwrapped or signed; and what this organization had unwrapped is forgotten, as it is after an hour.</summary>
    public void TakeDown(Guid organizationId)
    {
        _down = true;
        // Asked for late: sealing itself hangs on the ring that this switch is in front of.
        services.GetRequiredService<SecretSealer>().Evict(organizationId);
    }

    public void BringUp() => _down = false;

    /// <exception cref="IOException">The switch is off.</exception>
    public T Reach<T>(T behind) => _down ? throw new IOException("The demo's switch keeps the key store from answering.") : behind;
}

/// <summary>
/// The local key ring behind the demo's switch. Public keys go on being known, as they are when a vault is away: they are in memory.
/// </summary>
internal sealed class DemoKeyRing(
    DemoKeyStore store, IKeyEncryptionKeyResolver resolver, IKeyEncryptionKeyDirectory directory, IAttestationSigner signer, IKeyProvisioner provisioner,
    IKeyStoreProbe probe)
    : IKeyEncryptionKeyResolver, IKeyEncryptionKeyDirectory, IAttestationSigner, IKeyProvisioner, IKeyStoreProbe
{
    public IKeyEncryptionKey Resolve(string keyId, CancellationToken cancellationToken = default) => store.Reach(resolver).Resolve(keyId, cancellationToken);

    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken cancellationToken = default) =>
        store.Reach(resolver).ResolveAsync(keyId, cancellationToken);

    public Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken) =>
        store.Reach(directory).CurrentKidAsync(organizationId, cancellationToken);

    public Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        store.Reach(signer).SignAsync(message, cancellationToken);

    public Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        signer.VerifyAsync(signature, message, cancellationToken);

    public Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken) => signer.PublicKeyAsync(kid, cancellationToken);

    public Task<string> EnsureKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken) =>
        store.Reach(provisioner).EnsureKeyEncryptionKeyAsync(organizationId, cancellationToken);

    public Task<string> RotateKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken) =>
        store.Reach(provisioner).RotateKeyEncryptionKeyAsync(organizationId, cancellationToken);

    public Task DestroyKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken) =>
        store.Reach(provisioner).DestroyKeyEncryptionKeyAsync(organizationId, cancellationToken);

    public Task<string> EnsureSigningKeyAsync(CancellationToken cancellationToken) => store.Reach(provisioner).EnsureSigningKeyAsync(cancellationToken);

    public Task ProbeAsync(CancellationToken cancellationToken) => store.Reach(probe).ProbeAsync(cancellationToken);
}
