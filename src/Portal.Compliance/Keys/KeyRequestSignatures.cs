using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys;

/// <summary>
/// Signs what the portal was asked to do to keys, and checks it before anything of it is done. Signed is every column that says what, by whom,
/// when and why, the key-encryption key and the data key that it is about included, so that a request does one thing once. Progress is not
/// signed; it can only slow things down.
/// </summary>
internal sealed class KeyRequestSignatures(IAttestationSigner signer)
{
    private const string Domain = "portal.key_request.attestation.v2";

    public async Task SignAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var signature = await signer.SignAsync(Statement(request), cancellationToken);
        (request.AttestationKid, request.Attestation) = (signature.Kid, signature.Value);
    }

    public Task<bool> HoldsAsync(KeyRequest request, CancellationToken cancellationToken) =>
        signer.VerifyAsync(new AttestationSignature(request.AttestationKid, request.Attestation), Statement(request), cancellationToken);

    /// <summary>The old data key is signed where the request names it from the beginning: for its rotation.</summary>
    private static byte[] Statement(KeyRequest request) => new LengthPrefixed()
        .Add(Domain).Add(request.OrganizationId).Add(request.Id).Add(request.Kind.ToString()).Add(request.FromKid)
        .Add(request.Kind == KeyRequestKind.RotateDataKey ? request.OldDataKeyId.GetValueOrDefault() : Guid.Empty)
        .Add(request.RequestedById).Add(request.RequestedBy).Add(request.RequestedAt.UtcTicks).Add(request.Reason).Written.ToArray();
}
