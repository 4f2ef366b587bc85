using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;

namespace Portal.Benchmarks.Proof;

/// <summary>
/// One audited write, from its beginning to its commit, against one prepared INSERT with one SHA-256, committed to the same file. The p99
/// is compared, because an append stands behind every click. Ours writes three rows of three tables with four indexes and their triggers.
/// </summary>
internal static class AppendBenchmark
{
    /// <summary>Bytes of an entry's canonical form, about as long as the demo's.</summary>
    private const int EntryLength = 420;

    private const int WarmUp = 200;
    private const int Appends = 2_000;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        await using var world = await World.CreateAsync();
        await using var bare = await BareLog.CreateAsync(world.ConnectionString);
        Timings ours = new(), baseline = new();
        for (var i = -WarmUp; i < Appends; i++)
        {
            await (i < 0 ? new Timings() : ours).MeasureAsync(() => AppendAsync(world));
            await (i < 0 ? new Timings() : baseline).MeasureAsync(bare.AppendAsync);
        }

        yield return Comparison.NinetyNinth($"append to the audit log, {Appends:#,0} times", ours, baseline, 2);
        yield return Comparison.Time("append to the audit log, median", ours, baseline, 2);
    }

    private static Task AppendAsync(World world) => world.WriteAsync(work =>
    {
        work.Audit(AuditAction.AuditLogVerified, "audit_log", work.OrganizationId, new JsonObject { ["entries"] = 1 });
        return Task.CompletedTask;
    });

    private sealed class BareLog : IAsyncDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly byte[] _entry = RandomNumberGenerator.GetBytes(EntryLength);

        private BareLog(SqliteConnection connection) => _connection = connection;

        /// <summary>Synchronous as the portal's own connections: durability must be the same, or the disk decides the ratio.</summary>
        public static async Task<BareLog> CreateAsync(string connectionString)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; CREATE TABLE BareLog (Sequence INTEGER PRIMARY KEY, Entry BLOB NOT NULL, Hash BLOB NOT NULL)";
            await command.ExecuteNonQueryAsync();
            return new BareLog(connection);
        }

        public Task AppendAsync()
        {
            RandomNumberGenerator.Fill(_entry.AsSpan(0, sizeof(long)));
            using var transaction = _connection.BeginTransaction();
            using (var insert = new Ingest.PreparedInsert(_connection, transaction, "BareLog", "Entry", "Hash"))
            {
                insert.Run(_entry, SHA256.HashData(_entry));
            }

            transaction.Commit();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
