using Microsoft.EntityFrameworkCore;

namespace Portal.Platform.Secrets;

/// <summary>Seals what must not be read from the database, and opens it again. Permission is asked by the use case, not here.</summary>
public sealed class SecretSealer
{
    private readonly DataKeys _dataKeys;

    internal SecretSealer(DataKeys dataKeys) => _dataKeys = dataKeys;

    /// <returns>Sealed blob v1, 110 bytes longer than the plaintext. The caller zeroes the plaintext.</returns>
    /// <exception cref="SecretFaultException"/>
    public async Task<byte[]> SealAsync(
        DbContext db, SealContext context, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken)
    {
        using var key = await HoldAsync(db, context.OrganizationId, cancellationToken).ConfigureAwait(false);
        return key.Seal(context, plaintext.Span);
    }

    /// <summary>Holds the key that seals now, for many seals that are all ready. Dispose it.</summary>
    /// <exception cref="SecretFaultException"/>
    public async Task<SealingKey> HoldAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken) =>
        new(await _dataKeys.HoldActiveAsync(db, organizationId, cancellationToken).ConfigureAwait(false), organizationId);

    /// <param name="context">From the row and the scope; it decides which organization's key is asked.</param>
    /// <exception cref="SecretFaultException"/>
    public async Task<OpenedSecret> OpenAsync(
        DbContext db, SealContext context, ReadOnlyMemory<byte> blob, CancellationToken cancellationToken)
    {
        if (!SealedBlob.TryReadDataKeyId(blob.Span, out var dataKeyId))
        {
            throw new SecretFaultException(SecretFault.MalformedBlob, context.OrganizationId);
        }

        using var key = await _dataKeys.HoldAsync(db, context.OrganizationId, dataKeyId, cancellationToken).ConfigureAwait(false);
        return SealedBlob.Open(key.Key, key.DataKeyId, context, blob.Span) is { } plaintext ? new OpenedSecret(plaintext)
            : throw new SecretFaultException(SecretFault.SealBroken, context.OrganizationId);
    }

    /// <summary>Forgets the organization's unwrapped keys in this process, e.g. when a connection is revoked.</summary>
    public void Evict(Guid organizationId) => _dataKeys.Evict(organizationId);
}
