using Azure.Core.Cryptography;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;

namespace Portal.Platform.Tests.Secrets;

/// <summary>The real ring behind the seam, with its calls written down and its answers exchangeable.</summary>
internal sealed class WatchedKeys(LocalKeyRing ring) : IKeyEncryptionKeyResolver, IKeyEncryptionKeyDirectory, IAttestationSigner
{
    public List<string> Calls { get; } = [];

    /// <summary>What the resolver hands out in place of the key that was asked for.</summary>
    public Func<IKeyEncryptionKey, IKeyEncryptionKey> Exchange { get; set; } = key => key;

    public int Count(string call) => Calls.Count(c => c == call);

    public Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken) =>
        ring.CurrentKidAsync(organizationId, cancellationToken);

    public IKeyEncryptionKey Resolve(string keyId, CancellationToken cancellationToken = default) =>
        Exchange(new Key(ring.Resolve(keyId, cancellationToken), Calls));

    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Resolve(keyId, cancellationToken));

    public Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        ring.SignAsync(message, cancellationToken);

    public Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Calls.Add("verify");
        return ring.VerifyAsync(signature, message, cancellationToken);
    }

    public Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken) => ring.PublicKeyAsync(kid, cancellationToken);

    private sealed class Key(IKeyEncryptionKey inner, List<string> calls) : IKeyEncryptionKey
    {
        public string KeyId => inner.KeyId;

        public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Only the asynchronous calls are expected.");

        public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Only the asynchronous calls are expected.");

        public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
        {
            calls.Add("wrap " + algorithm);
            return inner.WrapKeyAsync(algorithm, key, cancellationToken);
        }

        public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default)
        {
            calls.Add("unwrap " + algorithm);
            return inner.UnwrapKeyAsync(algorithm, encryptedKey, cancellationToken);
        }
    }
}

/// <summary>A key that answers whatever it is told to.</summary>
internal sealed class ScriptedKey(string kid, Func<byte[]> unwrap) : IKeyEncryptionKey
{
    public string KeyId => kid;

    public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) => [];

    public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) =>
        Task.FromResult(WrapKey(algorithm, key, cancellationToken));

    public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default) => unwrap();

    public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> encryptedKey, CancellationToken cancellationToken = default) =>
        Task.FromResult(unwrap());
}
