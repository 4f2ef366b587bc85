using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Platform.AuditLog;

namespace Portal.Benchmarks.Ingest;

/// <summary>
/// 100,000 findings into an empty file, in five runs of 20,000 that alternate with the baseline's. Ours is a whole sync: lease, staging, canonical
/// form, fingerprints, promotion, audit log, outcome. The baseline writes the same final rows of the same tables, triggers and indexes included,
/// with the same hashes, and no more. Afterwards both files must hold the same number of rows and a log that verifies.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rounds = 5;
    private const int RowsPerRound = 20_000;
    private const int WarmUpRows = 1_000;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        var source = new NumberedFindings();
        await using var ours = await World.CreateAsync(source);
        await using var theirs = await World.CreateAsync(new NumberedFindings());
        var connection = await ConnectAsync(ours);
        var hand = new HandWrittenIngest(theirs, await ConnectAsync(theirs));

        var (product, baseline) = (new Timings(), new Timings());
        for (var (round, from) = (-1, 0); round < Rounds; round++)
        {
            var numbers = from..(from + (round < 0 ? WarmUpRows : RowsPerRound));
            source.Next = numbers;
            var slot = DateTimeOffset.UtcNow;
            await (round < 0 ? new Timings() : product).MeasureAsync(() => SyncAsync(ours, connection, slot));
            var run = await hand.AddRunAsync();
            await (round < 0 ? new Timings() : baseline).MeasureAsync(() => hand.WriteAsync(run, numbers));
            from = numbers.End.Value;
        }

        await EnsureSameAsync(ours, theirs, (Rounds * RowsPerRound) + WarmUpRows);
        yield return Comparison.Speed("ingest, 20,000 of 100,000 rows a round", product, baseline, 0.5);
    }

    private static async Task SyncAsync(World world, Guid connection, DateTimeOffset slot)
    {
        await using var scope = world.Enter();
        var result = await scope.ServiceProvider.GetRequiredService<SyncConnection>().RunAsync(connection, RunTrigger.Schedule, slot);
        if (result.State != RunState.Succeeded)
        {
            throw new InvalidOperationException($"The sync ended as {result}.");
        }
    }

    private static async Task<Guid> ConnectAsync(World world)
    {
        var connected = await world.ConnectAsync(new ConnectRequest(NumberedFindings.Id, new Dictionary<string, string>(), "key"u8.ToArray(), false));
        return connected.ConnectionId;
    }

    private static async Task EnsureSameAsync(World ours, World theirs, long rows)
    {
        foreach (var world in new[] { ours, theirs })
        {
            await using var db = world.Rows();
            var report = await AuditLogVerification.VerifyAsync(db, world.Tenant.OrganizationId, CancellationToken.None);
            if (report.FirstFault is { } fault)
            {
                throw new InvalidOperationException($"The audit log does not verify: {fault}.");
            }

            foreach (var (table, each) in new[] { ("Evidence", 1), ("EvidencePayloads", 1), ("EvidenceControls", 2), ("Observations", 1) })
            {
                var found = await CountAsync(world, table);
                if (found != rows * each)
                {
                    throw new InvalidOperationException($"{table} holds {found} rows instead of {rows * each}.");
                }
            }
        }

        if (await CountAsync(ours, "Evidence", await AnyFingerprintAsync(theirs)) != 1)
        {
            throw new InvalidOperationException("The baseline hashes something else than the product.");
        }
    }

    private static async Task<long> CountAsync(World world, string table, byte[]? fingerprint = null)
    {
        await using var connection = new SqliteConnection(world.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}{(fingerprint is null ? "" : " WHERE Fingerprint = @f")}";
        command.Parameters.AddWithValue("@f", fingerprint ?? []);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One of the baseline's fingerprints.</summary>
    private static async Task<byte[]> AnyFingerprintAsync(World world)
    {
        await using var connection = new SqliteConnection(world.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT Fingerprint FROM Evidence ORDER BY Id DESC LIMIT 1";
        return (byte[])(await command.ExecuteScalarAsync())!;
    }
}
