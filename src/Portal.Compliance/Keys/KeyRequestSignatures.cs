using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys;

/// <summary>Signs what the portal was asked to do to keys, and checks it before it is done. Progress is not signed; it can only slow things down.</summary>
internal sealed class KeyRequestSignatures(IAttestationSigner signer)
{
    private const string Domain = "portal.key_request.attestation.v1";

    public Task<AttestationSignature> SignAsync(
        Guid organizationId, Guid id, KeyRequestKind kind, string fromKid, string requestedById, string reason, CancellationToken cancellationToken) =>
        signer.SignAsync(Statement(organizationId, id, kind, fromKid, requestedById, reason), cancellationToken);

    public Task<bool> HoldsAsync(KeyRequest request, CancellationToken cancellationToken) => signer.VerifyAsync(
        new AttestationSignature(request.AttestationKid, request.Attestation),
        Statement(request.OrganizationId, request.Id, request.Kind, request.FromKid, request.RequestedById, request.Reason), cancellationToken);

    private static byte[] Statement(Guid organizationId, Guid id, KeyRequestKind kind, string fromKid, string requestedById, string reason) =>
        new LengthPrefixed().Add(Domain).Add(organizationId).Add(id).Add(kind.ToString()).Add(fromKid).Add(requestedById).Add(reason).Written.ToArray();
}
