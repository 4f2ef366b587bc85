namespace Portal.Platform.Secrets;

/// <summary>
/// Makes, rotates and destroys keys in the key store. Only the provisioning identity may do this (<c>--provision</c>): a web process in
/// production wraps, unwraps and signs, and can do nothing to the keys themselves.
/// </summary>
public interface IKeyProvisioner
{
    /// <summary>Makes the organization's key-encryption key unless it has one.</summary>
    /// <returns>Versioned key id of the current one.</returns>
    Task<string> EnsureKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken);

    /// <summary>Adds a version to the organization's key-encryption key. Older versions go on unwrapping what they wrapped.</summary>
    /// <returns>Versioned key id of the new one.</returns>
    Task<string> RotateKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken);

    /// <summary>
    /// Destroys every version of the organization's key-encryption key; does nothing if it has none. A store with soft delete keeps it
    /// recoverable for the store's own retention.
    /// </summary>
    Task DestroyKeyEncryptionKeyAsync(Guid organizationId, CancellationToken cancellationToken);

    /// <summary>Makes the signing key unless there is one.</summary>
    /// <returns>Versioned key id of the current one.</returns>
    Task<string> EnsureSigningKeyAsync(CancellationToken cancellationToken);
}
