namespace Portal.Platform.Secrets;

/// <summary>
/// What a secret is for. It is bound into the seal and taken from the row and the scope, never from the blob: a blob moved to another
/// organization, connection or purpose, or put back after it was replaced, does not open.
/// </summary>
/// <param name="ConnectionId">Empty for what belongs to the organization itself.</param>
/// <param name="Purpose">One of <see cref="SealPurposes"/>, or another stable name.</param>
/// <param name="Version">The credential's version; one more each time it is replaced.</param>
public sealed record SealContext(Guid OrganizationId, Guid ConnectionId, string Purpose, int Version);

/// <summary>Stable names that go into seals; changing one makes what was sealed under it unreadable.</summary>
public static class SealPurposes
{
    public const string Credential = "connection.credential";
    public const string SubjectIds = "population.subject_ids";
    internal const string PseudonymKey = "organization.pseudonym_key";
}
