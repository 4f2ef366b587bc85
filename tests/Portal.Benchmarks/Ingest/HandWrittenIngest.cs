using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Portal.Compliance.Connections;
using Portal.Compliance.Data.Providers.Sqlite;
using Portal.Platform.AuditLog;

namespace Portal.Benchmarks.Ingest;

/// <summary>
/// The same rows by prepared statements and nothing else: no EF Core, no change tracking, no staging, no lease. One transaction a run. It looks
/// for a known finding first, and it hashes: payload, provenance, salted audit detail, audit leaf and Merkle nodes.
/// </summary>
internal sealed class HandWrittenIngest(World world, Guid connectionId)
{
    private const string Actor = "system:by-hand";
    private readonly Guid _organization = world.Tenant.OrganizationId;

    public async Task<Guid> AddRunAsync()
    {
        ConnectorRun? run = null;
        await world.WriteAsync(async work =>
        {
            run = BenchmarkRows.Run(work, connectionId, work.Now);
            work.Db.Add(run);
            await work.Db.SaveChangesAsync();
        });
        return run!.Id;
    }

    public Task WriteAsync(Guid run, Range numbers)
    {
        using var connection = new SqliteConnection(world.ConnectionString);
        connection.Open();
        Execute(connection, null, SqlitePragmas.Sql);
        using var transaction = connection.BeginTransaction(deferred: false);
        var (first, frontier) = ReadHead(connection, transaction);
        Write(connection, transaction, run, numbers, frontier);
        Execute(connection, transaction, "UPDATE AuditHeads SET Size = @size, Frontier = @frontier, Root = @root WHERE OrganizationId = @o AND Size = @first",
            ("@size", frontier.Size), ("@frontier", frontier.ToBytes()), ("@root", frontier.Root()), ("@o", _organization), ("@first", first));
        transaction.Commit();
        return Task.CompletedTask;
    }

    private void Write(SqliteConnection connection, SqliteTransaction transaction, Guid run, Range numbers, MerkleFrontier frontier)
    {
        var asOf = DateTimeOffset.UtcNow;
        var json = new HandWrittenJson(_organization, connectionId, run, asOf);
        var action = AuditAction.EvidenceObserved.Code();
        using var known = Known(connection, transaction);
        using var evidence = Into("Evidence", "OrganizationId", "Id", "ConnectionId", "Kind", "SchemaVersion", "Subject", "Fingerprint", "Result",
            "ReasonCode", "Rung", "FirstRunId", "FirstObservedAt");
        using var payloads = Into("EvidencePayloads", "OrganizationId", "EvidenceId", "Canonical");
        using var links = Into("EvidenceControls", "OrganizationId", "EvidenceId", "Framework", "Control", "Relation", "Aspect");
        using var observations = Into("Observations", "OrganizationId", "Id", "EvidenceId", "ConnectionId", "Kind", "RunId", "AsOf", "Accepted",
            "Result", "ReasonCode", "ProvenanceJson");
        using var entries = Into("AuditEntries", "OrganizationId", "Sequence", "At", "ActorId", "ActorName", "Action", "SubjectType", "SubjectId",
            "DetailHash", "LeafHash");
        using var details = Into("AuditDetails", "OrganizationId", "Sequence", "Salt", "DetailJson");
        for (var number = numbers.Start.Value; number < numbers.End.Value; number++)
        {
            var payload = json.Payload(number).ToArray();
            var fingerprint = json.Fingerprint(payload);
            known.Parameters[1].Value = fingerprint;
            if (known.ExecuteScalar() is not null)
            {
                throw new InvalidOperationException("Every finding is new here.");
            }

            var (id, observation) = (Guid.CreateVersion7(asOf), Guid.CreateVersion7(asOf));
            evidence.Run(_organization, id, connectionId, NumberedFindings.Kind, 1, NumberedFindings.Subject, fingerprint, "Satisfied",
                DBNull.Value, DBNull.Value, run, asOf.UtcTicks);
            payloads.Run(_organization, id, payload);
            foreach (var (framework, control) in NumberedFindings.Controls)
            {
                links.Run(_organization, id, framework, control, "Primary", "Operation");
            }

            var provenance = json.Provenance(number);
            observations.Run(_organization, observation, id, connectionId, NumberedFindings.Kind, run, asOf.UtcTicks, 1, "Satisfied", DBNull.Value, provenance);

            var detail = json.Detail(fingerprint, observation, provenance).ToArray();
            var salt = RandomNumberGenerator.GetBytes(32);
            var detailHash = SHA256.HashData([.. salt, .. detail]);
            var (sequence, subject) = (frontier.Size, id.ToString("D"));
            var leaf = SHA256.HashData([0x00, .. json.Entry(action, Actor, detailHash, sequence, subject)]);
            entries.Run(_organization, sequence, asOf.UtcTicks, Actor, Actor, action, "evidence", subject, detailHash, leaf);
            details.Run(_organization, sequence, salt, detail);
            frontier.Append(leaf);
        }

        PreparedInsert Into(string table, params string[] columns) => new(connection, transaction, table, columns);
    }

    private SqliteCommand Known(SqliteConnection connection, SqliteTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT Id FROM Evidence WHERE OrganizationId = @o AND ConnectionId = @c AND Kind = @k AND Fingerprint = @f";
        command.Parameters.AddWithValue("@o", _organization);
        command.Parameters.AddWithValue("@f", Array.Empty<byte>());
        command.Parameters.AddWithValue("@c", connectionId);
        command.Parameters.AddWithValue("@k", NumberedFindings.Kind);
        command.Prepare();
        return command;
    }

    private (long Size, MerkleFrontier Frontier) ReadHead(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT Size, Frontier FROM AuditHeads WHERE OrganizationId = @o";
        command.Parameters.AddWithValue("@o", _organization);
        using var row = command.ExecuteReader();
        row.Read();
        var size = row.GetInt64(0);
        return (size, new MerkleFrontier(size, row.GetFieldValue<byte[]>(1)));
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
