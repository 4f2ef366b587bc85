using System.Security.Cryptography;
using System.Text;
using Portal.Platform.Authorization;

namespace Portal.Compliance.Organizations;

/// <summary>
/// A one-time link that makes whoever accepts it a member. Only its hash is kept. The name and the e-mail are for people to read; who
/// the member is, is decided by the issuer and subject that sign in with it.
/// </summary>
internal sealed class Invitation
{
    public required Guid Id { get; init; }
    public required Guid OrganizationId { get; init; }
    /// <summary>SHA-256 of the token, in lower-case hex.</summary>
    public required string TokenHash { get; init; }
    public required Role Role { get; init; }
    /// <summary>Whom the admin means.</summary>
    public required string Invitee { get; init; }
    public required string InvitedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public Guid? AcceptedBy { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsPendingAt(DateTimeOffset now) => AcceptedAt is null && RevokedAt is null && now < ExpiresAt;
}

/// <summary>The secret of an invitation: 256 random bits. Shown once, kept as a hash, so a reader of the database cannot accept anything.</summary>
internal static class InvitationToken
{
    /// <summary>32 bytes in base64url.</summary>
    private const int Length = 43;

    public static string New() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <returns>Null for what cannot be a token.</returns>
    public static string? Hash(string token) =>
        token.Length == Length ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) : null;
}
