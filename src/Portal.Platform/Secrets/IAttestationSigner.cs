namespace Portal.Platform.Secrets;

/// <summary>
/// Signs what the portal later has to recognise as its own, with ES256 (ECDSA P-256, SHA-256, signature as P1363 r‖s). Every message
/// begins with the name of its domain, so that a signature for one purpose is none for another.
/// </summary>
public interface IAttestationSigner
{
    /// <summary>Signs with the current key.</summary>
    Task<AttestationSignature> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the signature holds under the key it names, and that key is one of the portal's own. False for a foreign key id. Throws if the
    /// answer cannot be had, and where the key has been switched off since: then nothing is done on its word.
    /// </summary>
    Task<bool> VerifyAsync(AttestationSignature signature, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>The public half of a signing key, as DER SubjectPublicKeyInfo, for people who verify without the portal.</summary>
    /// <param name="kid">Versioned id; null for the key that signs now.</param>
    /// <returns>Null if the portal has no such signing key.</returns>
    Task<SigningPublicKey?> PublicKeyAsync(string? kid, CancellationToken cancellationToken);
}

/// <param name="Kid">Versioned id of the signing key.</param>
/// <param name="SubjectPublicKeyInfo">DER, P-256.</param>
public sealed record SigningPublicKey(string Kid, byte[] SubjectPublicKeyInfo)
{
    /// <summary>Switched off in the key store since. What it signed before then can be verified; whether it was before, only a copy kept from then shows.</summary>
    public bool IsSwitchedOff { get; init; }
}

/// <param name="Kid">Versioned id of the signing key.</param>
/// <param name="Value">64 bytes, r‖s.</param>
public sealed record AttestationSignature(string Kid, byte[] Value);
