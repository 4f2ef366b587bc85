using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Trail.Checkpoints;

public sealed class SignCheckpointTests
{
    [Fact]
    public async Task SignCheckpoint_NewEntries_SignsOnceAndTellsOfIt()
    {
        await using var world = await SyncWorld.CreateAsync();
        await WriteAsync(world, 3);

        var made = await SignAsync(world);
        var again = await SignAsync(world);

        Assert.True(made.Made);
        Assert.False(again.Made);
        Assert.Equal(made.Checkpoint, again.Checkpoint);
        var note = CheckpointNote.Parse(made.Checkpoint!.Note)!;
        Assert.Equal(($"portal/{world.Acme.OrganizationId:D}", 3L), (note.Body.Origin, note.Body.Size));
        var key = await world.Database.Services.GetRequiredService<IAttestationSigner>().PublicKeyAsync(made.Checkpoint.Kid, CancellationToken.None);
        Assert.True(CheckpointSignature.Verify(note, key!.SubjectPublicKeyInfo));
        Assert.Equal("audit_log.checkpoint_signed", (await world.AuditAsync())[^1]);
        await using var scope = world.Enter(Role.Auditor);
        Assert.True((await scope.Get<VerifyCheckpoints>().ExecuteAsync()).Hold);
        Assert.Equal(key.SubjectPublicKeyInfo, Assert.Single((await scope.Get<ListSigningKeys>().ExecuteAsync()).Value).SubjectPublicKeyInfo);
    }

    [Fact]
    public async Task ListSigningKeys_ARowThatTheKeyStoreDoesNotVouchFor_IsNotPublished()
    {
        await using var world = await SyncWorld.CreateAsync();
        await WriteAsync(world, 1);
        var kid = (await SignAsync(world)).Checkpoint!.Kid;
        await using var scope = world.Enter(Role.Auditor);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using (var directory = world.Database.Directory())
        {
            directory.Add(new PublishedKey { Kid = kid + "2", SubjectPublicKeyInfo = foreign.ExportSubjectPublicKeyInfo(), FirstUsedAt = world.Now });
            await directory.SaveChangesAsync();
        }

        Assert.Equal([kid], (await scope.Get<ListSigningKeys>().ExecuteAsync()).Value.Select(k => k.Kid));
    }

    [Fact]
    public async Task SignCheckpoint_UnderAnIdWhereAForeignKeyWasPlanted_SignsNothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        await WriteAsync(world, 1);
        var key = await world.Database.Services.GetRequiredService<IAttestationSigner>().PublicKeyAsync(null, CancellationToken.None);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using (var directory = world.Database.Directory())
        {
            directory.Add(new PublishedKey { Kid = key!.Kid, SubjectPublicKeyInfo = foreign.ExportSubjectPublicKeyInfo(), FirstUsedAt = world.Now });
            await directory.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => SignAsync(world));
    }

    [Fact]
    public async Task SignCheckpoint_EmptyLog_SignsNothingAndHasNothingToRefuse()
    {
        await using var world = await SyncWorld.CreateAsync();

        var outcome = await SignAsync(world);

        Assert.Equal((false, null, null), (outcome.Made, outcome.Checkpoint, outcome.Refusal));
    }

    [Fact]
    public async Task SignCheckpoint_TwoMachinesAtOnce_MakeOneRowAndNoFault()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var other = world.Again();
        await WriteAsync(world, 5);

        var outcomes = await Task.WhenAll(Task.Run(() => SignAsync(world)), Task.Run(() => SignAsync(other)));

        Assert.Single(outcomes, o => o.Made);
        Assert.All(outcomes, o => Assert.Null(o.Refusal));
        Assert.Equal(1, await world.ReadAsync(db => db.Set<AuditCheckpoint>().CountAsync()));
    }

    [Fact]
    public async Task SignCheckpoint_Auditor_IsForbidden()
    {
        await using var world = await SyncWorld.CreateAsync();
        await using var scope = world.Enter(Role.Auditor);
        await Assert.ThrowsAsync<ForbiddenException>(() => scope.Get<SignCheckpoint>().ExecuteAsync());
    }

    [Fact]
    public async Task SignCheckpoint_HistoryRewrittenSince_IsRefusedUntilItIsRightAgain()
    {
        await using var world = await SyncWorld.CreateAsync();
        await WriteAsync(world, 3);
        await SignAsync(world);
        var copy = await CopyAsync(world);
        // Somebody writes a whole new log that agrees with itself, and keeps the old checkpoint's row.
        await TamperAsync(world, "DELETE FROM AuditDetails; DELETE FROM AuditEntries; DELETE FROM AuditHeads;");
        await WriteAsync(world, 6);

        var refused = await SignAsync(world);

        Assert.Equal((CheckpointRefusalKind.EarlierRoot, 3L), (refused.Refusal!.Kind, refused.Refusal.CheckpointSize));
        Assert.Null(refused.Checkpoint);
        await using (var scope = world.Enter(Role.Auditor))
        {
            Assert.Equal(refused.Refusal, await scope.Get<ViewLogTrouble>().ExecuteAsync());
            Assert.False((await scope.Get<VerifyCheckpoints>().ExecuteAsync()).Hold);
        }

        Assert.Equal("audit_log.checkpoint_refused", (await world.AuditAsync())[^1]);
        Assert.Equal(refused.Refusal, (await SignAsync(world)).Refusal);
        Assert.Single(await world.AuditAsync(), a => a == "audit_log.checkpoint_refused");
        await RestoreAsync(world, copy);
        await WriteAsync(world, 1);
        Assert.True((await SignAsync(world)).Made);
        await using var after = world.Enter(Role.Auditor);
        Assert.Null(await after.Get<ViewLogTrouble>().ExecuteAsync());
    }

    [Theory]
    [InlineData("UPDATE AuditCheckpoints SET Note = replace(Note, 'portal/', 'portal2/')", CheckpointRefusalKind.EarlierSignature)]
    [InlineData("UPDATE AuditCheckpoints SET Kid = 'local://keyring/signing/9'", CheckpointRefusalKind.EarlierSignature)]
    [InlineData("UPDATE AuditEntries SET ActorName = 'Somebody else' WHERE Sequence = 1", CheckpointRefusalKind.LogBroken)]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence > 1; DELETE FROM AuditEntries WHERE Sequence > 1", CheckpointRefusalKind.LogBroken)]
    public async Task SignCheckpoint_AnythingChangedBehindItsBack_IsRefusedAndShown(string sql, CheckpointRefusalKind kind)
    {
        await using var world = await SyncWorld.CreateAsync();
        await WriteAsync(world, 3);
        await SignAsync(world);
        await TamperAsync(world, sql);

        var outcome = await SignAsync(world);

        Assert.Equal(kind, outcome.Refusal?.Kind);
        await using var scope = world.Enter(Role.Auditor);
        Assert.Equal(kind, (await scope.Get<ViewLogTrouble>().ExecuteAsync())?.Kind);
        Assert.Equal(1, await world.ReadAsync(db => db.Set<AuditCheckpoint>().CountAsync()));
    }

    [Theory]
    [InlineData("has space", "", "AuditLog:OriginPrefix")]
    [InlineData("has+plus", "", "AuditLog:OriginPrefix")]
    [InlineData("", "", "AuditLog:OriginPrefix")]
    [InlineData("portal", "relative/folder", "AuditLog:AnchorFolder")]
    public void Options_ThatCannotWork_SayWhich(string origin, string folder, string named) => Assert.Contains(
        named, new AuditLogOptionsCheck().Validate(null, new AuditLogOptions { OriginPrefix = origin, AnchorFolder = folder }).FailureMessage, StringComparison.Ordinal);

    internal static async Task<CheckpointOutcome> SignAsync(SyncWorld world)
    {
        await using var scope = world.System();
        return await scope.Get<SignCheckpoint>().ExecuteAsync();
    }

    internal static async Task WriteAsync(SyncWorld world, int entries)
    {
        await using var scope = world.Enter();
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        for (var i = 0; i < entries; i++)
        {
            work.Audit(AuditAction.SyncRequested, "run", work.NewId());
        }

        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>What somebody with a hand on the file can do: every trigger dropped first.</summary>
    internal static async Task TamperAsync(SyncWorld world, string sql)
    {
        await using var file = new SqliteConnection(world.Database.ConnectionString);
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT group_concat('DROP TRIGGER \"' || name || '\";', ' ') FROM sqlite_master WHERE type = 'trigger'";
        var drop = await command.ExecuteScalarAsync() as string ?? "";
        command.CommandText = "PRAGMA foreign_keys = OFF; " + drop + sql;
        await command.ExecuteNonQueryAsync();
    }

    internal static async Task<string> CopyAsync(SyncWorld world)
    {
        var copy = TestFolder.NewFile();
        await using var from = new SqliteConnection(world.Database.ConnectionString);
        await from.OpenAsync();
        await using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        await to.OpenAsync();
        from.BackupDatabase(to);
        return copy;
    }

    internal static async Task RestoreAsync(SyncWorld world, string copy)
    {
        await using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        await from.OpenAsync();
        await using var to = new SqliteConnection(world.Database.ConnectionString);
        await to.OpenAsync();
        from.BackupDatabase(to);
    }
}
