using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Secrets;
using Portal.Platform.Time;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>Public keys, oldest first, that checkpoints were signed with. Anybody may ask; no organization is named.</summary>
public sealed class ListSigningKeys
{
    private readonly DirectoryDatabase _directory;

    internal ListSigningKeys(DirectoryDatabase directory) => _directory = directory;

    public async Task<IReadOnlyList<SigningPublicKey>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        return await db.Set<PublishedKey>().OrderBy(k => k.FirstUsedAt).ThenBy(k => k.Kid)
            .Select(k => new SigningPublicKey(k.Kid, k.SubjectPublicKeyInfo)).ToListAsync(cancellationToken);
    }
}

/// <summary>Writes a key down before the first checkpoint that it signed can be seen.</summary>
internal sealed class SigningKeyBook(DirectoryDatabase directory, ProductClock clock)
{
    public async Task RememberAsync(SigningPublicKey key, CancellationToken cancellationToken)
    {
        if (await KnowsAsync(key.Kid, cancellationToken))
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
            if (!await KnowsAsync(key.Kid, cancellationToken))
            {
                throw;
            }
        }
    }

    private async Task<bool> KnowsAsync(string kid, CancellationToken cancellationToken)
    {
        await using var db = directory.Open();
        return await db.Set<PublishedKey>().AnyAsync(k => k.Kid == kid, cancellationToken);
    }
}
