using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;

namespace Portal.Benchmarks.Proof;

/// <summary>
/// The whole verification of a million entries, read from the file, against SHA-256 of the bytes that it hashes: the canonical entry, and
/// salt and detail. Once against those bytes in memory, which is what the aim speaks of, and once against a plain reader that also fetches
/// every column of every row, which shows how much of the rest is the database.
/// </summary>
internal static class VerifyBenchmark
{
    private const int Rounds = 3;
    private const int Entries = 1_000_000;
    private const int EntriesAWrite = 50_000;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        await using var world = await World.CreateAsync();
        await FillAsync(world);
        var hashed = await HashedBytes.OfAsync(world);
        Timings ours = new(), memory = new(), reader = new();
        for (var round = 0; round < Rounds; round++)
        {
            await ours.MeasureAsync(() => VerifyAsync(world));
            await memory.MeasureAsync(() => Task.FromResult(hashed.HashAll()));
            await reader.MeasureAsync(() => ReadAndHashAsync(world, hashed));
        }

        yield return Comparison.Time($"verify {Entries:#,0} entries : SHA-256", ours, memory, 2);
        yield return Comparison.Time($"verify {Entries:#,0} : reader, SHA-256", ours, reader, 2);
    }

    private static async Task FillAsync(World world)
    {
        for (var from = 0; from < Entries; from += EntriesAWrite)
        {
            await world.WriteAsync(async work =>
            {
                for (var i = 0; i < EntriesAWrite; i++)
                {
                    work.Audit(AuditAction.AuditLogVerified, "audit_log", work.OrganizationId, new JsonObject { ["entries"] = from + i, ["root"] = "none" });
                }

                await using var bulk = new BulkWriter(work.Db);
                await work.AppendAuditAsync(bulk, CancellationToken.None);
            });
        }
    }

    private static async Task VerifyAsync(World world)
    {
        await using var db = world.Rows();
        var report = await AuditLogVerification.VerifyAsync(
            db, AuditLogRows.Of(db, world.Rows), world.Tenant.OrganizationId, CancellationToken.None, purged: []);
        if (!report.IsIntact || report.Verified != Entries)
        {
            throw new InvalidOperationException($"The log of {Entries} entries verifies as {report}.");
        }
    }

    private static async Task ReadAndHashAsync(World world, HashedBytes hashed)
    {
        await using var connection = new SqliteConnection(world.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT e.Sequence, e.At, e.ActorId, e.ActorName, e.Action, e.SubjectType, e.SubjectId, e.DetailHash, e.LeafHash, d.Salt, d.DetailJson
            FROM AuditEntries e JOIN AuditDetails d ON d.OrganizationId = e.OrganizationId AND d.Sequence = e.Sequence
            ORDER BY e.OrganizationId, e.Sequence
            """;
        await using var rows = await command.ExecuteReaderAsync();
        var row = new object[rows.FieldCount];
        var read = 0;
        while (rows.Read())
        {
            rows.GetValues(row);
            hashed.Hash(read++);
        }

        if (read != Entries)
        {
            throw new InvalidOperationException($"The baseline read {read} entries.");
        }
    }

    /// <summary>What a verification hashes, one after the other in memory: entry, then salt and detail.</summary>
    private sealed class HashedBytes
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(Entries * 640);
        private readonly List<int> _ends = new(2 * Entries);

        public static async Task<HashedBytes> OfAsync(World world)
        {
            var hashed = new HashedBytes();
            await using var db = world.Rows();
            var rows = db.Set<AuditEntry>().AsNoTracking().OrderBy(e => e.Sequence)
                .Join(db.Set<AuditDetail>().AsNoTracking(), e => e.Sequence, d => d.Sequence, (entry, detail) => new { entry, detail });
            await foreach (var row in rows.AsAsyncEnumerable())
            {
                hashed.Add(AuditLeaf.Canonical(row.entry));
                hashed.Add([.. row.detail.Salt, .. row.detail.DetailJson]);
            }

            return hashed;
        }

        public byte HashAll()
        {
            byte seen = 0;
            for (var i = 0; i < Entries; i++)
            {
                seen ^= Hash(i);
            }

            return seen;
        }

        public byte Hash(int entry)
        {
            Span<byte> hash = stackalloc byte[MerkleHash.Size];
            SHA256.HashData(Part(2 * entry), hash);
            var seen = hash[0];
            SHA256.HashData(Part((2 * entry) + 1), hash);
            return (byte)(seen ^ hash[0]);
        }

        private ReadOnlySpan<byte> Part(int index) => _bytes.WrittenSpan[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

        private void Add(ReadOnlySpan<byte> part)
        {
            _bytes.Write(part);
            _ends.Add(_bytes.WrittenCount);
        }
    }
}
