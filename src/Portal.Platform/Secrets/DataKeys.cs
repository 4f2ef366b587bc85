using System.Security.Cryptography;
using Azure.Core.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.Time;

namespace Portal.Platform.Secrets;

/// <summary>Makes an organization's data keys, and hands them out unwrapped once their rows were proven to be the portal's own.</summary>
internal sealed class DataKeys(
    IKeyEncryptionKeyResolver resolver, IKeyEncryptionKeyDirectory directory, IAttestationSigner signer, DataKeyCache cache, ProductClock clock)
{
    public const string WrapAlgorithm = "RSA-OAEP-256";

    /// <summary>Adds the organization's first data key to the context; the caller saves.</summary>
    /// <exception cref="InvalidOperationException">The organization has one.</exception>
    public async Task<DataKey> CreateAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        if (await db.Set<DataKey>().AnyAsync(k => k.OrganizationId == organizationId, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException("The organization has a data key.");
        }

        var row = await MakeAsync(organizationId, 1, cancellationToken).ConfigureAwait(false);
        db.Add(row);
        return row;
    }

    /// <summary>A new data key under the organization's current key-encryption key; it is in no context and in no table yet.</summary>
    /// <exception cref="SecretFaultException"/>
    public async Task<DataKey> MakeAsync(Guid organizationId, int version, CancellationToken cancellationToken)
    {
        var kid = await directory.CurrentKidAsync(organizationId, cancellationToken).ConfigureAwait(false);
        using var key = new PinnedBytes(SealedBlob.KeySize);
        RandomNumberGenerator.Fill(key.Span);
        return await WrapAsync(organizationId, Ids.New(clock), version, clock.GetUtcNow().ToUniversalTime(), kid, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same data key wrapped by another version of the key-encryption key, with binding and attestation of its own. It was unwrapped
    /// again before it is returned, and its binding showed that the key inside is the same: the old wrap may go.
    /// </summary>
    /// <returns>A row that is in no context; its wrap replaces that of <paramref name="row"/>.</returns>
    /// <exception cref="SecretFaultException"/>
    public async Task<DataKey> RewrapAsync(DataKey row, string kid, CancellationToken cancellationToken)
    {
        if (row.State == DataKeyState.Destroyed || row.WrappedKey is not { } wrapped)
        {
            throw new SecretFaultException(SecretFault.DataKeyDestroyed, row.OrganizationId);
        }

        using var key = await UnwrapAsync(row, wrapped, cancellationToken).ConfigureAwait(false);
        var again = await WrapAsync(row.OrganizationId, row.Id, row.Version, row.CreatedAt, kid, key, cancellationToken).ConfigureAwait(false);
        // The binding is a MAC under the key that was wrapped: no other key comes out of this.
        (await UnwrapAsync(again, again.WrappedKey!, cancellationToken).ConfigureAwait(false)).Dispose();
        return again;
    }

    /// <summary>The key that seals now.</summary>
    /// <exception cref="SecretFaultException"/>
    public async Task<DataKeyHold> HoldActiveAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        // A key made in this same transaction is not in the database yet.
        var row = db.Set<DataKey>().Local.Where(k => k.OrganizationId == organizationId && k.State == DataKeyState.Active)
                .MaxBy(k => k.Version)
            ?? await db.Set<DataKey>().AsNoTracking().Where(k => k.OrganizationId == organizationId && k.State == DataKeyState.Active)
                .OrderByDescending(k => k.Version).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new SecretFaultException(SecretFault.NoActiveDataKey, organizationId);
        return await HoldAsync(row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A key that sealed something once.</summary>
    /// <exception cref="SecretFaultException"/>
    public async Task<DataKeyHold> HoldAsync(DbContext db, Guid organizationId, Guid dataKeyId, CancellationToken cancellationToken)
    {
        var row = db.Set<DataKey>().Local.FirstOrDefault(k => k.OrganizationId == organizationId && k.Id == dataKeyId)
            ?? await db.Set<DataKey>().AsNoTracking()
                .SingleOrDefaultAsync(k => k.OrganizationId == organizationId && k.Id == dataKeyId, cancellationToken).ConfigureAwait(false)
            ?? throw new SecretFaultException(SecretFault.UnknownDataKey, organizationId);
        return await HoldAsync(row, cancellationToken).ConfigureAwait(false);
    }

    public void Evict(Guid organizationId) => cache.Evict(organizationId);

    private Task<DataKeyHold> HoldAsync(DataKey row, CancellationToken cancellationToken)
    {
        if (row.State == DataKeyState.Destroyed || row.WrappedKey is not { } wrapped)
        {
            throw new SecretFaultException(SecretFault.DataKeyDestroyed, row.OrganizationId);
        }

        return cache.HoldAsync(row.OrganizationId, row.Id, token => UnwrapAsync(row, wrapped, token), cancellationToken);
    }

    private async Task<PinnedBytes> UnwrapAsync(DataKey row, byte[] wrapped, CancellationToken cancellationToken)
    {
        // Before anything is unwrapped: whoever can write the table could have wrapped a key they know.
        var signature = new AttestationSignature(row.AttestationKid, row.Attestation);
        if (!await signer.VerifyAsync(signature, DataKeyStatement.Attested(row, wrapped), cancellationToken).ConfigureAwait(false))
        {
            throw new SecretFaultException(SecretFault.AttestationRefused, row.OrganizationId);
        }

        var key = Pin(await UnwrapAsync(row.OrganizationId, row.Kid, wrapped, cancellationToken).ConfigureAwait(false));
        var binding = DataKeyStatement.BindingTag(key.Span, row.OrganizationId, row.Id, row.Kid);
        if (CryptographicOperations.FixedTimeEquals(binding, row.BindingTag))
        {
            return key;
        }

        key.Dispose();
        throw new SecretFaultException(SecretFault.BindingRefused, row.OrganizationId);
    }

    private async Task<byte[]> UnwrapAsync(Guid organizationId, string kid, byte[] wrapped, CancellationToken cancellationToken)
    {
        try
        {
            var kek = await ResolveAsync(organizationId, kid, cancellationToken).ConfigureAwait(false);
            return await kek.UnwrapKeyAsync(WrapAlgorithm, wrapped, cancellationToken).ConfigureAwait(false);
        }
        catch (CryptographicException e)
        {
            throw new SecretFaultException(SecretFault.UnwrapRefused, organizationId, e);
        }
    }

    private async Task<IKeyEncryptionKey> ResolveAsync(Guid organizationId, string kid, CancellationToken cancellationToken)
    {
        var kek = await resolver.ResolveAsync(kid, cancellationToken).ConfigureAwait(false);
        return string.Equals(kek.KeyId, kid, StringComparison.Ordinal) ? kek
            : throw new SecretFaultException(SecretFault.UnwrapRefused, organizationId);
    }

    private async Task<DataKey> WrapAsync(
        Guid organizationId, Guid id, int version, DateTimeOffset createdAt, string kid, PinnedBytes key, CancellationToken cancellationToken)
    {
        var kek = await ResolveAsync(organizationId, kid, cancellationToken).ConfigureAwait(false);
        var wrapped = await kek.WrapKeyAsync(WrapAlgorithm, key.Memory, cancellationToken).ConfigureAwait(false);
        var row = new DataKey
        {
            OrganizationId = organizationId,
            Id = id,
            Version = version,
            Kid = kid,
            WrappedKey = wrapped,
            BindingTag = DataKeyStatement.BindingTag(key.Span, organizationId, id, kid),
            AttestationKid = "",
            Attestation = [],
            CreatedAt = createdAt,
        };
        var signature = await signer.SignAsync(DataKeyStatement.Attested(row, wrapped), cancellationToken).ConfigureAwait(false);
        (row.AttestationKid, row.Attestation) = (signature.Kid, signature.Value);
        return row;
    }

    private static PinnedBytes Pin(byte[] plain)
    {
        var pinned = new PinnedBytes(plain.Length);
        plain.CopyTo(pinned.Span);
        CryptographicOperations.ZeroMemory(plain);
        return pinned;
    }
}
