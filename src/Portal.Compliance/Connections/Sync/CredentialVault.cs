using Portal.Compliance.Data;
using Portal.Compliance.Keys;
using Portal.Compliance.Trail.PresentState;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Seals a connection's credential and opens it for one sync. What binds the seal comes from the row and the scope.</summary>
internal sealed class CredentialVault(TenantDatabase database, TenantScope scope, SecretSealer sealer)
{
    /// <param name="version">The version the row will carry.</param>
    /// <exception cref="KeyStoreException">The key store refused or did not answer.</exception>
    public async Task<byte[]> SealAsync(Guid connectionId, int version, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        try
        {
            return await sealer.SealAsync(db, Context(connectionId, version), credential, cancellationToken);
        }
        catch (Exception down) when (down is not OperationCanceledException)
        {
            throw new KeyStoreException(down);
        }
    }

    /// <summary>Dispose the secret as soon as the sync has ended: that zeroes it.</summary>
    /// <exception cref="KeyStoreException">The key store refused or did not answer.</exception>
    public async Task<OpenedSecret> OpenAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        try
        {
            // A row can be set back as a whole, and its seal would open; the log says which version is the present one, and whether any is.
            return await ConnectionsTold.IsPresentAsync(db, claim.ConnectionId, claim.CredentialVersion, cancellationToken)
                ? await sealer.OpenAsync(db, Context(claim.ConnectionId, claim.CredentialVersion), claim.SealedCredential, cancellationToken)
                : throw new SecretFaultException(SecretFault.SetBack, scope.OrganizationId);
        }
        catch (Exception down) when (down is not OperationCanceledException)
        {
            throw new KeyStoreException(down);
        }
    }

    /// <summary>Inside the write that stores a credential: whether what sealed it a moment ago still opens it.</summary>
    /// <exception cref="KeyStoreException">Its data key was destroyed meanwhile. Seal it again.</exception>
    public static async Task RequireOpenableAsync(TenantWork work, byte[] blob, CancellationToken cancellationToken)
    {
        try
        {
            await KeyStandings.RequireOpenableAsync(work, blob, cancellationToken);
        }
        catch (SecretFaultException destroyed)
        {
            throw new KeyStoreException(destroyed);
        }
    }

    /// <summary>Why nothing can be sealed in this organization now; null when something can.</summary>
    public async Task<Problem?> RefusalAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await KeyStandings.RefusalAsync(db, cancellationToken);
    }

    /// <summary>Seals something that nobody keeps: whoever cannot be asked to unwrap the data key shows here.</summary>
    /// <exception cref="KeyStoreException">The key store refused or did not answer.</exception>
    public Task RequireSealingAsync(CancellationToken cancellationToken) => SealAsync(database.NewId(), StoreConnection.FirstVersion, new byte[1], cancellationToken);

    /// <summary>Forgets the organization's unwrapped keys in this process.</summary>
    public void Evict() => sealer.Evict(scope.OrganizationId);

    private SealContext Context(Guid connectionId, int version) => new(scope.OrganizationId, connectionId, SealPurposes.Credential, version);
}

/// <summary>Our own key store did not do what was asked. The vendor and the key itself are not to blame.</summary>
internal sealed class KeyStoreException(Exception inner) : Exception("The portal's key store did not answer as it should.", inner);
