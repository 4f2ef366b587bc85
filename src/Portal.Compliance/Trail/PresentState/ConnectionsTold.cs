using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Trail.PresentState;

/// <summary>
/// What the log says of connections. Connecting, each replacement of the key and revoking are one entry each and one version each, so that
/// the number of entries is the version. A credential opens under its version only, whatever resealed it: no hash is needed beside it. That
/// a revocation was asked for is an entry without a version: from then on no credential opens.
/// </summary>
internal static class ConnectionsTold
{
    public const string SubjectType = "connection";

    public static IReadOnlyList<AuditAction> Actions { get; } =
        [AuditAction.ConnectionConnected, AuditAction.ConnectionReauthenticated, AuditAction.ConnectionRevocationRequested, AuditAction.ConnectionRevoked];

    private static readonly string[] Codes = [.. Actions.Select(AuditActions.Code)];
    private static readonly string Requested = AuditAction.ConnectionRevocationRequested.Code();
    private static readonly string Revoked = AuditAction.ConnectionRevoked.Code();

    /// <summary>Whether the log says that a credential of this version is the connection's present one. Whoever set the row back has not set back the log.</summary>
    public static async Task<bool> IsPresentAsync(PortalDbContext db, Guid connectionId, int version, CancellationToken cancellationToken)
    {
        var subject = connectionId.ToString("D");
        var told = await db.Set<AuditEntry>().Where(e => e.SubjectType == SubjectType && e.SubjectId == subject && Codes.Contains(e.Action))
            .Select(e => e.Action).ToListAsync(cancellationToken);
        return told.Count == version && !told.Contains(Requested) && !told.Contains(Revoked);
    }

    public static AuditFault? Fault(IReadOnlyList<Connection> rows, IReadOnlyList<StateTold> entries)
    {
        var told = entries.Where(e => e.SubjectType == SubjectType).ToLookup(e => e.SubjectId, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (Fault(row, [.. told[row.Id.ToString("D")]]) is { } fault)
            {
                return fault;
            }
        }

        var known = rows.Select(r => r.Id.ToString("D")).ToHashSet(StringComparer.Ordinal);
        return told.FirstOrDefault(t => !known.Contains(t.Key)) is { } gone
            ? new AuditFault(AuditFaultKind.VouchedRow, gone.First().Sequence, $"connection {gone.Key}", "none") : null;
    }

    private static AuditFault? Fault(Connection row, IReadOnlyList<StateTold> told)
    {
        if (told is not [.., var newest])
        {
            return new AuditFault(AuditFaultKind.VouchedRow, null, $"an entry that tells of connection {row.Id:D}", "none");
        }

        var version = told.Count(t => t.Action != Requested);
        var revoked = newest.Action == Revoked;
        var revoking = newest.Action == Requested;
        var expected = revoked ? $"revoked, no credential, version {Number(version)}" : $"{(revoking ? "being" : "not")} revoked, a credential of version {Number(version)}";
        var holds = row.CredentialVersion == version && (
            revoked ? row is { State: ConnectionState.Revoked, SealedCredential: null, DeletedAt: { } at } && at <= newest.At && SaysTheSame(row, newest)
            : revoking ? row is { State: ConnectionState.Revoking, SealedCredential: not null, DeletedAt: { } stopped } && stopped <= newest.At && SaysTheSame(row, newest)
            : row is { State: not (ConnectionState.Revoked or ConnectionState.Revoking), SealedCredential: not null, DeletedAt: null });
        return holds ? null : new AuditFault(AuditFaultKind.VouchedRow, newest.Sequence, $"connection {row.Id:D}: {expected}",
            $"{row.State}, {(row.SealedCredential is null ? "no credential" : "a credential")}, version {Number(row.CredentialVersion)}, "
            + (row.DeletedAt is { } deleted ? $"revoked at {deleted:O}" : "never revoked") + (revoked || revoking ? $", destroyed {row.DestroyedCredentialSha256} for: {row.RevokeReason}" : ""));
    }

    private static bool SaysTheSame(Connection row, StateTold revocation)
    {
        if (revocation.Detail is null)
        {
            return true;
        }

        var says = JsonNode.Parse(revocation.Detail)!;
        return (string?)says["credentialSha256"] == row.DestroyedCredentialSha256 && (string?)says["reason"] == row.RevokeReason
            && (string?)says["requestedBy"] == row.RevokedBy;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
