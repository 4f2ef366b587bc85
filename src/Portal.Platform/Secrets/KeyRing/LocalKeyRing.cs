using System.Security.Cryptography;
using Azure.Core.Cryptography;
using Microsoft.Extensions.Options;

namespace Portal.Platform.Secrets.KeyRing;

/// <summary>
/// Stands in for a key vault on one development machine: an RSA-3072 key-encryption key for each organization and one P-256 signing key, in
/// private files. Keys are made when first asked for, and loaded anew for each operation.
/// </summary>
internal sealed class LocalKeyRing
    : IKeyEncryptionKeyResolver, IKeyEncryptionKeyDirectory, IAttestationSigner, IKeyProvisioner, IKeyStoreProbe, IDisposable
{
    private const int KeyBits = 3072;
    private readonly KeyRingFolder _folder;
    private readonly SemaphoreSlim _making = new(1, 1);

    /// <exception cref="OptionsValidationException">The ring may not be used here.</exception>
    public LocalKeyRing(LocalKeyRingOptions options)
    {
        // Also when it was made without the host that validates at start.
        var faults = LocalKeyRingValidation.Faults(options).ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(LocalKeyRingOptions.Section, typeof(LocalKeyRingOptions), faults);
        }

        // Whether the folder is private is asked at every use of it, and said by whoever needed a key.
        _folder = new KeyRingFolder(Path.GetFullPath(options.Directory));
    }

    public async Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken) =>
        (await NewestAsync(LocalKeyId.OrganizationName(organizationId), NewKeyEncryptionKey, cancellationToken).ConfigureAwait(false)).Kid;

    /// <exception cref="CryptographicException">The ring has no such key.</exception>
    public IKeyEncryptionKey Resolve(string keyId, CancellationToken cancellationToken = default) =>
        LocalKeyId.Parse(keyId) is { } id && id.Name != LocalKeyId.SigningName
            ? new LocalKeyEncryptionKey(_folder, id)
            : throw new CryptographicException($"The local key ring has no key-encryption key '{keyId}'.");

    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Resolve(keyId, cancellationToken));

    public async Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var id = await NewestAsync(LocalKeyId.SigningName, NewSigningKey, cancellationToken).ConfigureAwait(false);
        using var key = LoadSigningKey(id) ?? throw new CryptographicException($"The local key ring lost its key '{id.Kid}'.");
        return new AttestationSignature(
            id.Kid, key.SignData(message.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var key = LocalKeyId.Parse(signature.Kid) is { Name: LocalKeyId.SigningName } id ? LoadSigningKey(id) : null;
        return Task.FromResult(key is not null && key.VerifyData(
            message.Span, signature.Value, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public async Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken)
    {
        var id = kid is null ? LocalKeyId.Parse(await EnsureSigningKeyAsync(cancellationToken).ConfigureAwait(false)) : LocalKeyId.Parse(kid);
        using var key = id is { Name: LocalKeyId.SigningName } ? LoadSigningKey(id) : null;
        return key is null ? null : new SigningPublicKey(id!.Kid, key.ExportSubjectPublicKeyInfo());
    }

    public Task<string> EnsureKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken) =>
        CurrentKidAsync(organizationId, cancellationToken);

    public async Task<string> RotateKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var name = LocalKeyId.OrganizationName(organizationId);
        var next = new LocalKeyId(name, (LocalKeyId.Newest(_folder, name)?.Version ?? 0) + 1);
        return (await Task.Run(() => Make(next, NewKeyEncryptionKey), cancellationToken).ConfigureAwait(false)).Kid;
    }

    public Task DestroyKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var name = LocalKeyId.OrganizationName(organizationId);
        while (LocalKeyId.Newest(_folder, name) is { } id)
        {
            _folder.Delete(id.FileName);
        }

        return Task.CompletedTask;
    }

    public async Task<string> EnsureSigningKeyAsync(CancellationToken cancellationToken) =>
        (await NewestAsync(LocalKeyId.SigningName, NewSigningKey, cancellationToken).ConfigureAwait(false)).Kid;

    public Task ProbeAsync(CancellationToken cancellationToken) => EnsureSigningKeyAsync(cancellationToken);

    public void Dispose() => _making.Dispose();

    private ECDsa? LoadSigningKey(LocalKeyId id)
    {
        using var file = _folder.TryRead(id.FileName);
        if (file is null)
        {
            return null;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(file.Span, out _);
        return key;
    }

    private async Task<LocalKeyId> NewestAsync(string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        if (LocalKeyId.Newest(_folder, name) is { } existing)
        {
            return existing;
        }

        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return LocalKeyId.Newest(_folder, name) ?? await Task.Run(() => Make(new LocalKeyId(name, 1), make), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _making.Release();
        }
    }

    private LocalKeyId Make(LocalKeyId id, Func<byte[]> make)
    {
        var pkcs8 = make();
        try
        {
            // If another process was faster, its key is the key.
            _folder.TryCreate(id.FileName, pkcs8);
            return id;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static byte[] NewKeyEncryptionKey()
    {
        using var rsa = RSA.Create(KeyBits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
