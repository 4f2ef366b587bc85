using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Keys;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Time;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// Public keys, oldest first, that checkpoints were signed with. Anybody may ask; no organization is named. A row alone publishes nothing:
/// whoever writes the database could make one, so the key store is asked whether the key is the portal's.
/// </summary>
public sealed class ListSigningKeys
{
    private readonly DirectoryDatabase _directory;
    private readonly IAttestationSigner _signer;

    internal ListSigningKeys(DirectoryDatabase directory, IAttestationSigner signer) => (_directory, _signer) = (directory, signer);

    /// <returns>A problem when the key store does not say which keys are its own: better none than keys that nobody vouches for.</returns>
    public async Task<Result<IReadOnlyList<SigningPublicKey>>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        var written = await db.Set<PublishedKey>().OrderBy(k => k.FirstUsedAt).ThenBy(k => k.Kid)
            .Select(k => new SigningPublicKey(k.Kid, k.SubjectPublicKeyInfo)).ToListAsync(cancellationToken);
        var own = new List<SigningPublicKey>();
        try
        {
            foreach (var key in written)
            {
                if (await _signer.PublicKeyAsync(key.Kid, cancellationToken) is { } known && known.SubjectPublicKeyInfo.AsSpan().SequenceEqual(key.SubjectPublicKeyInfo))
                {
                    own.Add(key with { IsSwitchedOff = known.IsSwitchedOff });
                }
            }
        }
        catch (Exception down) when (down is not OperationCanceledException)
        {
            return KeyStoreWords.Problem(new KeyStoreException(down), "The published keys cannot be confirmed now.");
        }

        return own;
    }
}

/// <summary>Writes a key down before the first checkpoint that it signed can be seen.</summary>
internal sealed class SigningKeyBook(DirectoryDatabase directory, ProductClock clock)
{
    public async Task RememberAsync(SigningPublicKey key, CancellationToken cancellationToken)
    {
        if (await KnowsAsync(key, cancellationToken))
        {
            return;
        }

        try
        {
            await using var db = directory.Open();
            db.Add(new PublishedKey { Kid = key.Kid, SubjectPublicKeyInfo = key.SubjectPublicKeyInfo, FirstUsedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another machine was faster. Anything else stays a fault.
            if (!await KnowsAsync(key, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <exception cref="InvalidOperationException">Somebody else's key stands under the id.</exception>
    private async Task<bool> KnowsAsync(SigningPublicKey key, CancellationToken cancellationToken)
    {
        await using var db = directory.Open();
        var written = await db.Set<PublishedKey>().Where(k => k.Kid == key.Kid).Select(k => k.SubjectPublicKeyInfo).SingleOrDefaultAsync(cancellationToken);
        return written is null || written.AsSpan().SequenceEqual(key.SubjectPublicKeyInfo)
            ? written is not null
            : throw new InvalidOperationException($"The key published as {key.Kid} is not the one that signs under this id. Nothing is signed; see docs/keys.md.");
    }
}
