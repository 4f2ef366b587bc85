using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys;

/// <summary>What an organization's keys are, right now.</summary>
/// <param name="Kid">The key-encryption key that wraps the newest data key; null while none does.</param>
/// <param name="LastRotation">When either key was last rotated.</param>
public sealed record KeyOverview(
    KeyStanding Standing, KeyProvider Provider, string? Kid, DateTimeOffset? LastRotation, IReadOnlyList<DataKeyLine> DataKeys,
    IReadOnlyList<KeyRequestLine> Requests);

/// <summary>Where the key-encryption key lives.</summary>
public enum KeyProvider { None, LocalKeyRing, KeyVault }

/// <param name="State">As <c>Active</c>, <c>DecryptOnly</c> or <c>Destroyed</c>.</param>
/// <param name="Credentials">Connection credentials sealed under it.</param>
/// <param name="Subjects">Vendor ids behind pseudonyms sealed under it.</param>
public sealed record DataKeyLine(
    Guid Id, int Version, DataKeyStanding State, string Kid, DateTimeOffset CreatedAt, int Credentials, int PseudonymKeys, int Subjects);

public enum DataKeyStanding { Active, DecryptOnly, Destroyed }

/// <param name="Done">Of <paramref name="Total"/> values, for what counts them.</param>
public sealed record KeyRequestLine(
    Guid Id, KeyRequestKind Kind, KeyRequestState State, DateTimeOffset RequestedAt, string RequestedBy, string Reason, int Done, int Total,
    bool WaitsForSyncs, string? LastError, DateTimeOffset? FinishedAt);

/// <summary>The receipt of a request, and its progress while it is open.</summary>
/// <param name="Audit">What the audit log says of it, oldest first.</param>
public sealed record KeyReceipt(
    KeyRequestLine Request, string FromKid, string? ToKid, int? OldVersion, int? NewVersion, IReadOnlyList<KeyAuditLine> Audit);

public sealed record KeyAuditLine(long Sequence, string Action, DateTimeOffset At);

/// <summary>Live numbers shown before somebody off-boards the organization.</summary>
public sealed record OffBoardingPreview(
    int DataKeysDestroyed, int CredentialsDestroyed, int SubjectsUnreadable, int ConnectionsRevoked, int RunsCancelled, int SchedulesRemoved,
    int EvidenceKept, int RunsKept, long AuditEntriesKept, int MembersKept);

internal static class KeyLines
{
    public static KeyRequestLine Of(KeyRequest r) => new(
        r.Id, r.Kind, r.State, r.RequestedAt, r.RequestedBy, r.Reason, r.Done, Math.Max(r.Total, r.Done),
        r is { State: KeyRequestState.InProgress, ReencryptedAt: not null }, r.LastError, r.FinishedAt);

    public static DataKeyStanding Of(DataKeyState state) => state switch
    {
        DataKeyState.Active => DataKeyStanding.Active,
        DataKeyState.DecryptOnly => DataKeyStanding.DecryptOnly,
        DataKeyState.Destroyed => DataKeyStanding.Destroyed,
    };

    public static KeyProvider ProviderOf(string? kid) =>
        kid is null ? KeyProvider.None
        : kid.StartsWith("local://", StringComparison.Ordinal) ? KeyProvider.LocalKeyRing
        : KeyProvider.KeyVault;
}
