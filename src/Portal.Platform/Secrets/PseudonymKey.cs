using Portal.Platform.Tenancy;

namespace Portal.Platform.Secrets;

/// <summary>An organization's key for pseudonyms. Never rotated: a pseudonym has to mean the same person for ever.</summary>
internal sealed class PseudonymKey : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    /// <summary>Sealed blob v1 of the 32 key bytes, under the organization's data key; resealed when that one rotates.</summary>
    public required byte[] Sealed { get; set; }
}
