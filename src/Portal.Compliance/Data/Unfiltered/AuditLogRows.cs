using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Platform.AuditLog;
using SQLitePCL;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// The log's rows as SQLite holds them: columns are hashed where the engine has them, without an object for each, over a connection for
/// each core. The statement is EF Core's own, tenant filter included; only its rows are read by hand. Other engines are read through entities.
/// </summary>
internal sealed class AuditLogRows(Func<PortalDbContext> open) : AuditRows
{
    public override int Lanes => Environment.ProcessorCount;

    /// <param name="open">Opens further contexts of the same organization.</param>
    public static AuditRows Of(PortalDbContext db, Func<PortalDbContext> open) =>
        db.Database.IsSqlite() ? new AuditLogRows(open) : new EntityAuditRows(db, db.OrganizationId);

    public override async Task ReadAsync(long from, long to, AuditRowTaker take, CancellationToken cancellationToken)
    {
        await using var db = open();
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = Rows(db, from, to).CreateDbCommand();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = ((SqliteDataReader)reader).Handle ?? throw new InvalidOperationException("SQLite gave no statement.");
        while (reader.Read() && Take(row, take))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The order of the columns is that of <see cref="Take"/>.</summary>
    private static IQueryable<object> Rows(PortalDbContext db, long from, long to) =>
        from entry in db.Set<AuditEntry>()
        where entry.Sequence >= @from && entry.Sequence < to
        join d in db.Set<AuditDetail>() on new { entry.OrganizationId, entry.Sequence } equals new { d.OrganizationId, d.Sequence } into details
        from detail in details.DefaultIfEmpty()
        orderby entry.Sequence
        select new
        {
            entry.Sequence,
            entry.At,
            entry.ActorId,
            entry.ActorName,
            entry.Action,
            entry.SubjectType,
            entry.SubjectId,
            entry.DetailHash,
            entry.LeafHash,
            Detail = (long?)detail.Sequence,
            detail.Salt,
            detail.DetailJson,
        };

    /// <summary>SQLite hands out text and blobs as the bytes they are stored as; they hold until the next row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is none.</exception>
    private static bool Take(sqlite3_stmt row, AuditRowTaker take) => take(new AuditRow
    {
        Sequence = raw.sqlite3_column_int64(row, 0),
        At = new DateTimeOffset(raw.sqlite3_column_int64(row, 1), TimeSpan.Zero),
        ActorId = raw.sqlite3_column_blob(row, 2),
        ActorName = raw.sqlite3_column_blob(row, 3),
        Action = raw.sqlite3_column_blob(row, 4),
        SubjectType = raw.sqlite3_column_blob(row, 5),
        SubjectId = raw.sqlite3_column_blob(row, 6),
        DetailHash = raw.sqlite3_column_blob(row, 7),
        LeafHash = raw.sqlite3_column_blob(row, 8),
        HasDetail = raw.sqlite3_column_type(row, 9) != raw.SQLITE_NULL,
        Salt = raw.sqlite3_column_blob(row, 10),
        DetailJson = raw.sqlite3_column_blob(row, 11),
    });
}
