using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Keys;
using Portal.Compliance.Retention;
using Portal.Compliance.Tests.Trail.Checkpoints;
using Portal.Compliance.Trail;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Trail;

/// <summary>
/// Somebody with a hand on the database file drops every trigger and changes one value: whichever column of whichever row of audit or
/// evidence that is, "Verify log" must find it. The tables and columns come from the model: a new one is held to it until it is decided.
/// </summary>
public sealed class TamperTests
{
    private static readonly HashSet<Type> Bound =
    [
        typeof(AuditEntry), typeof(AuditDetail), typeof(AuditHead), typeof(AuditCheckpoint),
        typeof(EvidenceRecord), typeof(EvidencePayload), typeof(PopulationRow), typeof(Observation), typeof(EvidenceControl),
    ];

    /// <summary>What is neither audit nor evidence, and why. What was done to such rows is in the log; what they hold now is not.</summary>
    private static readonly Dictionary<Type, string> NotEvidence = new()
    {
        [typeof(FrameworkAdoption)] = "A rule of the organization; each change of it is an entry.",
        [typeof(ControlScope)] = "A rule of the organization; each change of it is an entry.",
        [typeof(Requirement)] = "A rule of the organization; each change of it is an entry.",
        [typeof(Connection)] = "Present state of a source; each change of it is an entry, and what can be set back is held against them: PresentStateAuditTests.",
        [typeof(ConnectorRun)] = "Work record; its outcome is an entry, and what it found is in observations.",
        [typeof(SealedSubject)] = "Vendor ids, re-encrypted by key rotation and sealed with authentication; that none is missing is looked at: PurgeProofTests.",
        [typeof(StagedDraft)] = "Not evidence yet.",
        [typeof(StagedMember)] = "Not evidence yet.",
        [typeof(Alert)] = "Present state; opening, answering and resolving are entries.",
        [typeof(OutboxMessage)] = "Work to be done.",
        [typeof(AuditLogTrouble)] = "Present state, found anew at each try.",
        [typeof(RetentionRule)] = "A rule of the organization; each change of it is an entry.",
        [typeof(EvidenceFreeze)] = "Flipped by FreezeProofTests: each must say what its entry says, and deleted it frees nothing.",
        [typeof(PurgePermit)] = "Flipped by PurgeProofTests: excuses nothing by itself, and must say what the log says.",
        [typeof(EvidencePurge)] = "Flipped by PurgeProofTests: excuses nothing by itself, and must say what the log says.",
        [typeof(KeyRequest)] = "Work to be done, signed by itself.",
        [typeof(DataKey)] = "Signed by itself: see DataKeyStatement; what it may still do is held against the log: PresentStateAuditTests.",
        [typeof(PseudonymKey)] = "Sealed with authentication.",
    };

    [Fact]
    public async Task Tables_AllOfThem_AreBoundOrSayWhyNot()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var db = world.Database.Rows(world.Acme);
        Assert.Empty(db.Model.GetEntityTypes().Select(t => t.ClrType).Where(t => !Bound.Contains(t) && !NotEvidence.ContainsKey(t)).Select(t => t.Name));
    }

    [Fact]
    public async Task VerifyAuditLog_AnyColumnOfAnyRowFlipped_FindsIt()
    {
        await using var world = await HistoryAsync();
        Assert.Null(await FaultAsync(world));
        await SignCheckpointTests.TamperAsync(world, "");
        var (flips, missed, seen) = (0, new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        await using var db = world.Database.Rows(world.Acme);
        await using var file = new SqliteConnection(world.Database.ConnectionString);
        await file.OpenAsync();
        await RowFlips.ExecuteAsync(file, "PRAGMA foreign_keys = OFF");
        foreach (var table in db.Model.GetEntityTypes().Where(t => Bound.Contains(t.ClrType)))
        {
            foreach (var row in await RowFlips.RowIdsAsync(file, table, world.Acme.OrganizationId))
            {
                foreach (var column in table.GetProperties())
                {
                    var (from, to) = await RowFlips.FlipAsync(file, table, column, row);
                    if (await FaultAsync(world) is null)
                    {
                        missed.Add($"{table.GetTableName()}.{column.GetColumnName()} row {row}: {from} -> {to}");
                    }

                    await RowFlips.SetAsync(file, table, column, row, from);
                    seen.Add($"{table.ClrType.Name}.{column.Name}");
                    flips++;
                }
            }
        }

        Assert.Empty(missed);
        Assert.Null(await FaultAsync(world));
        Assert.Equal(db.Model.GetEntityTypes().Where(t => Bound.Contains(t.ClrType)).Sum(t => t.GetProperties().Count()), seen.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{flips} flips, all found.");
    }

    [Theory]
    [InlineData("DELETE FROM Observations WHERE rowid = (SELECT max(rowid) FROM Observations)")]
    [InlineData("DELETE FROM EvidencePayloads WHERE rowid = (SELECT max(rowid) FROM EvidencePayloads)")]
    [InlineData("DELETE FROM EvidenceControls WHERE rowid = (SELECT max(rowid) FROM EvidenceControls)")]
    [InlineData("DELETE FROM PopulationRows WHERE rowid = (SELECT max(rowid) FROM PopulationRows)")]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence = 2")]
    [InlineData("DELETE FROM AuditCheckpoints")]
    [InlineData("DELETE FROM Evidence; DELETE FROM EvidencePayloads; DELETE FROM EvidenceControls; DELETE FROM PopulationRows; DELETE FROM Observations")]
    [InlineData("INSERT INTO Observations (OrganizationId, Id, Accepted, AsOf, ConnectionId, EvidenceId, Kind, ProvenanceJson, ReasonCode, Result, RunId) SELECT OrganizationId, '0195A000-0000-7000-8000-00000000FFFF', Accepted, AsOf, ConnectionId, EvidenceId, Kind, ProvenanceJson, ReasonCode, Result, RunId FROM Observations LIMIT 1")]
    public async Task VerifyAuditLog_RowsTakenOrPutIn_FindsIt(string sql)
    {
        await using var world = await HistoryAsync();
        await SignCheckpointTests.TamperAsync(world, sql);
        Assert.NotNull(await FaultAsync(world));
    }

    /// <summary>Two days of evidence, one finding seen again and one changed, a checkpoint, and entries behind it.</summary>
    private static async Task<SyncWorld> HistoryAsync()
    {
        var world = await SyncWorld.CreateAsync();
        var connection = await world.ConnectAndSyncAsync();
        await SignCheckpointTests.SignAsync(world);
        world.Database.Clock.Advance(TimeSpan.FromHours(24));
        await world.SyncAsync(connection);
        Assert.NotEqual(0, await world.ReadAsync(db => db.Set<PopulationRow>().CountAsync()));
        return world;
    }

    private static async Task<AuditFault?> FaultAsync(SyncWorld world)
    {
        await using var scope = world.Enter(Role.Auditor);
        return (await scope.Get<VerifyAuditLog>().ExecuteAsync()).FirstFault;
    }
}
