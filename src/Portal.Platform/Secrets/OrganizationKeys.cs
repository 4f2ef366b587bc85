using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Portal.Platform.Secrets;

/// <summary>The keys an organization needs before it can hold a secret or a pseudonym.</summary>
public sealed class OrganizationKeys
{
    private readonly DataKeys _dataKeys;
    private readonly SecretSealer _sealer;

    internal OrganizationKeys(DataKeys dataKeys, SecretSealer sealer) => (_dataKeys, _sealer) = (dataKeys, sealer);

    /// <summary>
    /// Adds the organization's data key and pseudonym key to the context, when the organization is created. The caller audits
    /// <c>key.created</c> and saves, in one transaction.
    /// </summary>
    /// <exception cref="InvalidOperationException">The organization has them.</exception>
    public async Task<CreatedKeys> CreateAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        var dataKey = await _dataKeys.CreateAsync(db, organizationId, cancellationToken).ConfigureAwait(false);
        using var key = new PinnedBytes(Pseudonymizer.KeySize);
        RandomNumberGenerator.Fill(key.Span);
        db.Add(new PseudonymKey
        {
            OrganizationId = organizationId,
            Sealed = await _sealer.SealAsync(db, PseudonymContext(organizationId), key.Memory, cancellationToken).ConfigureAwait(false),
        });
        return new CreatedKeys(dataKey.Id, dataKey.Version, dataKey.Kid);
    }

    /// <summary>Opens the pseudonym key once, for many pseudonyms. Dispose it.</summary>
    /// <exception cref="SecretFaultException"/>
    public async Task<Pseudonymizer> OpenPseudonymsAsync(DbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        var row = db.Set<PseudonymKey>().Local.FirstOrDefault(k => k.OrganizationId == organizationId)
            ?? await db.Set<PseudonymKey>().AsNoTracking()
                .SingleOrDefaultAsync(k => k.OrganizationId == organizationId, cancellationToken).ConfigureAwait(false)
            ?? throw new SecretFaultException(SecretFault.NoPseudonymKey, organizationId);
        return new Pseudonymizer(
            await _sealer.OpenAsync(db, PseudonymContext(organizationId), row.Sealed, cancellationToken).ConfigureAwait(false));
    }

    internal static SealContext PseudonymContext(Guid organizationId) => new(organizationId, Guid.Empty, SealPurposes.PseudonymKey, 1);
}

/// <summary>What the audit log says about new keys.</summary>
/// <param name="Kid">The key-encryption key that wrapped the data key.</param>
public sealed record CreatedKeys(Guid DataKeyId, int Version, string Kid);
