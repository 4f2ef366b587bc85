using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Evidence.Ingest;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>One sealed value where it stands.</summary>
/// <param name="Context">What binds the seal, from the row and never from the blob.</param>
/// <param name="Row">The row's own key within its organization: connection, and pseudonym where there are many a connection.</param>
internal sealed record SealedCell(SealContext Context, byte[] Blob, (Guid Connection, string Pseudonym) Row);

/// <summary>A column of sealed blobs: what the rotation of a data key has to go through. The tenant filter stands in every statement.</summary>
internal abstract class SealedColumn
{
    public abstract Type Entity { get; }

    public abstract string Property { get; }

    /// <summary>Values sealed under this data key.</summary>
    public abstract Task<int> CountAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken);

    /// <summary>The next values sealed under this data key behind a certain one, in the order of the rows' keys.</summary>
    public abstract Task<IReadOnlyList<SealedCell>> NextAsync(
        PortalDbContext db, Guid dataKeyId, SealedCell? after, int most, CancellationToken cancellationToken);

    /// <summary>Puts another blob there if the one that was read still is; a value replaced meanwhile stays.</summary>
    public abstract Task<bool> ReplaceAsync(PortalDbContext db, SealedCell cell, byte[] blob, CancellationToken cancellationToken);
}

/// <summary>Every column that holds sealed blobs, in one list; a test holds the model to it.</summary>
internal static class SealedColumns
{
    public static IReadOnlyList<SealedColumn> All { get; } = [new OfCredentials(), new OfPseudonymKeys(), new OfSubjects()];

    /// <summary>Staged members are on their way: promoted within their run, or dropped with it. A data key waits for them and never reseals them.</summary>
    public static Task<int> CountStagedAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken)
    {
        var key = Bytes(dataKeyId);
        return db.Set<StagedMember>().CountAsync(m => SealedUnder.DataKey(m.SealedSubject) == key, cancellationToken);
    }

    private static byte[] Bytes(Guid dataKeyId) => dataKeyId.ToByteArray(bigEndian: true);

    private sealed class OfCredentials : SealedColumn
    {
        public override Type Entity => typeof(Connection);

        public override string Property => nameof(Connection.SealedCredential);

        public override Task<int> CountAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken) =>
            Under(db, dataKeyId).CountAsync(cancellationToken);

        public override async Task<IReadOnlyList<SealedCell>> NextAsync(
            PortalDbContext db, Guid dataKeyId, SealedCell? after, int most, CancellationToken cancellationToken)
        {
            // As many as there are accounts: few.
            var found = await Under(db, dataKeyId).Select(c => new { c.Id, c.CredentialVersion, c.SealedCredential }).ToListAsync(cancellationToken);
            return [.. found.OrderBy(c => c.Id).Where(c => after is null || c.Id.CompareTo(after.Row.Connection) > 0).Take(most).Select(c => new SealedCell(
                new SealContext(db.OrganizationId, c.Id, SealPurposes.Credential, c.CredentialVersion), c.SealedCredential!, (c.Id, "")))];
        }

        public override async Task<bool> ReplaceAsync(PortalDbContext db, SealedCell cell, byte[] blob, CancellationToken cancellationToken) =>
            await db.Set<Connection>().Where(c => c.Id == cell.Row.Connection && c.CredentialVersion == cell.Context.Version && c.SealedCredential == cell.Blob)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.SealedCredential, blob), cancellationToken) == 1;

        private static IQueryable<Connection> Under(PortalDbContext db, Guid dataKeyId)
        {
            var key = Bytes(dataKeyId);
            return db.Set<Connection>().Where(c => c.SealedCredential != null && SealedUnder.DataKey(c.SealedCredential) == key);
        }
    }

    private sealed class OfPseudonymKeys : SealedColumn
    {
        public override Type Entity => typeof(PseudonymKey);

        public override string Property => nameof(PseudonymKey.Sealed);

        public override Task<int> CountAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken) =>
            Under(db, dataKeyId).CountAsync(cancellationToken);

        public override async Task<IReadOnlyList<SealedCell>> NextAsync(
            PortalDbContext db, Guid dataKeyId, SealedCell? after, int most, CancellationToken cancellationToken) =>
            after is not null ? [] : [.. (await Under(db, dataKeyId).Select(k => k.Sealed).ToListAsync(cancellationToken))
                .Select(blob => new SealedCell(OrganizationKeys.PseudonymContext(db.OrganizationId), blob, default))];

        public override async Task<bool> ReplaceAsync(PortalDbContext db, SealedCell cell, byte[] blob, CancellationToken cancellationToken) =>
            await db.Set<PseudonymKey>().Where(k => k.Sealed == cell.Blob)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.Sealed, blob), cancellationToken) == 1;

        private static IQueryable<PseudonymKey> Under(PortalDbContext db, Guid dataKeyId)
        {
            var key = Bytes(dataKeyId);
            return db.Set<PseudonymKey>().Where(k => SealedUnder.DataKey(k.Sealed) == key);
        }
    }

    private sealed class OfSubjects : SealedColumn
    {
        public override Type Entity => typeof(SealedSubject);

        public override string Property => nameof(SealedSubject.Sealed);

        public override Task<int> CountAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken) =>
            Under(db, dataKeyId).CountAsync(cancellationToken);

        public override async Task<IReadOnlyList<SealedCell>> NextAsync(
            PortalDbContext db, Guid dataKeyId, SealedCell? after, int most, CancellationToken cancellationToken)
        {
            // Connection by connection, so that each read seeks in the primary key and none goes over the same rows again.
            var connections = await db.Set<Connection>().Select(c => c.Id).ToListAsync(cancellationToken);
            foreach (var connection in connections.Order().Where(c => after is null || c.CompareTo(after.Row.Connection) >= 0))
            {
                var from = connection == after?.Row.Connection ? after.Row.Pseudonym : "";
                var found = await Under(db, dataKeyId).Where(s => s.ConnectionId == connection && string.Compare(s.Pseudonym, from) > 0)
                    .OrderBy(s => s.Pseudonym).Take(most).ToListAsync(cancellationToken);
                if (found.Count > 0)
                {
                    return found.ConvertAll(s => new SealedCell(SubjectSeal.Context(db.OrganizationId, connection), s.Sealed, (connection, s.Pseudonym)));
                }
            }

            return [];
        }

        public override async Task<bool> ReplaceAsync(PortalDbContext db, SealedCell cell, byte[] blob, CancellationToken cancellationToken) =>
            await db.Set<SealedSubject>()
                .Where(s => s.ConnectionId == cell.Row.Connection && s.Pseudonym == cell.Row.Pseudonym && s.Sealed == cell.Blob)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Sealed, blob), cancellationToken) == 1;

        private static IQueryable<SealedSubject> Under(PortalDbContext db, Guid dataKeyId)
        {
            var key = Bytes(dataKeyId);
            return db.Set<SealedSubject>().Where(s => SealedUnder.DataKey(s.Sealed) == key);
        }
    }
}
