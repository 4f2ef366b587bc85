namespace Portal.Platform.Secrets;

/// <summary>Knows which key-encryption key an organization's new data keys are wrapped with. Beside Azure's resolver, which only finds a key by its id.</summary>
public interface IKeyEncryptionKeyDirectory
{
    /// <returns>Versioned key id that the <see cref="Azure.Core.Cryptography.IKeyEncryptionKeyResolver"/> resolves.</returns>
    /// <exception cref="SecretFaultException">With <see cref="SecretFault.NoKeyEncryptionKey"/>: provisioning has not made it yet.</exception>
    Task<string> CurrentKidAsync(Guid organizationId, CancellationToken cancellationToken);
}
