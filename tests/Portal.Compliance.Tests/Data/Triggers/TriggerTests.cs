using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Triggers;
using Portal.Compliance.Evidence;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>What the database refuses by itself, to whoever asks: raw SQL, past filters, guards and change tracking.</summary>
public sealed class TriggerTests
{
    [Theory, EveryEngine]
    public async Task Update_OrganizationOfAnyTable_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        foreach (var type in (await SampleOrganization.FillAsync(database, database.Acme)).Keys)
        {
            var table = type.GetTableName()!;
            await using var rows = database.Rows(database.Acme);
            var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Database.ExecuteSqlRawAsync(
                $"UPDATE \"{table}\" SET \"OrganizationId\" = {{0}}", database.Globex.OrganizationId));
            var expected = RowRules.Of(type.ClrType) == RowRule.WriteOnce ? TriggerText.NoUpdate(table) : TriggerText.SameOrganization(table);
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryEngine]
    public async Task Delete_FromAnyTable_IsRefusedWhereHistoryHangsOnIt(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        foreach (var type in (await SampleOrganization.FillAsync(database, database.Acme)).Keys)
        {
            var table = type.GetTableName()!;
            await using var rows = database.Rows(database.Acme);
            if (RowRules.Of(type.ClrType) == RowRule.Changing)
            {
                Assert.Equal(1, await rows.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\""));
                continue;
            }

            var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\""));
            Assert.Contains(TriggerText.NoDelete(table), refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryEngine]
    public async Task Update_AnyColumnOfAWriteOnceTable_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var refusals = 0;
        foreach (var type in (await SampleOrganization.FillAsync(database, database.Acme)).Keys.Where(t => RowRules.Of(t.ClrType) == RowRule.WriteOnce))
        {
            await using var rows = database.Rows(database.Acme);
            foreach (var column in type.GetProperties().Select(p => p.GetColumnName()))
            {
                var refused = await Assert.ThrowsAnyAsync<DbException>(() =>
                    rows.Database.ExecuteSqlRawAsync($"UPDATE \"{type.GetTableName()}\" SET \"{column}\" = \"{column}\""));
                Assert.Contains(TriggerText.NoUpdate(type.GetTableName()!), refused.Message, StringComparison.Ordinal);
                refusals++;
            }
        }

        Assert.True(refusals > 40, $"Only {refusals} columns were tried.");
    }

    [Theory, EveryEngine]
    public async Task Save_ChangedEvidence_IsRefusedByTheDatabase(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await SampleOrganization.FillAsync(database, database.Acme);
        await using var rows = database.Rows(database.Acme);
        var evidence = await rows.Set<EvidenceRecord>().AsTracking().SingleAsync();
        rows.Entry(evidence).Property(e => e.Subject).CurrentValue = "somebody else";
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => rows.SaveChangesAsync());
    }

    [Theory, EveryEngine]
    public async Task ExecuteUpdate_ToAnotherOrganization_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await SampleOrganization.FillAsync(database, database.Acme);
        await using var rows = database.Rows(database.Acme);
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Set<Compliance.Connections.Connection>()
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.OrganizationId, database.Globex.OrganizationId)));
        Assert.Contains(TriggerText.SameOrganization("Connections"), refused.Message, StringComparison.Ordinal);
    }

    [Theory, EveryEngine]
    public async Task AuditEntry_ThatLeavesAGap_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var filled = await SampleOrganization.FillAsync(database, database.Acme);
        foreach (var sequence in new[] { 2L, 5L, -1L })
        {
            await using var rows = database.Rows(database.Acme);
            rows.Add(new SampleRow(type => filled.Single(f => f.Key.ClrType == type.ClrType).Value)
                .Make(rows.Model.FindEntityType(typeof(AuditEntry))!, database.Acme.OrganizationId, ("Sequence", sequence)));
            var refused = await Assert.ThrowsAnyAsync<DbUpdateException>(() => rows.SaveChangesAsync());
            Assert.Contains(TriggerText.NoGaps, refused.InnerException!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EveryEngine]
    public async Task AuditHead_ThatShrinksOrCountsMoreThanThereIs_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await AppendAsync(database, database.Acme, 3);
        string[] tampering =
        [
            "\"Size\" = \"Size\" - 1", "\"Size\" = 0", "\"Size\" = \"Size\" + 1",
            "\"Root\" = (SELECT \"LeafHash\" FROM \"AuditEntries\" WHERE \"Sequence\" = 0)",
        ];
        foreach (var change in tampering)
        {
            await using var rows = database.Rows(database.Acme);
            var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Database.ExecuteSqlRawAsync($"UPDATE \"AuditHeads\" SET {change}"));
            Assert.Contains(TriggerText.OnlyGrows, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryEngine]
    public async Task Update_ThatSetsARowBack_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await SampleOrganization.FillAsync(database, database.Acme);
        await using var rows = database.Rows(database.Acme);
        (string Table, string Forward, string[] Back)[] ways =
        [
            ("Connections", "\"State\" = 'Active', \"CredentialVersion\" = \"CredentialVersion\" + 5, \"DeletedAt\" = NULL", ["\"CredentialVersion\" = \"CredentialVersion\" - 1"]),
            ("Connections", "\"State\" = 'Revoking', \"DeletedAt\" = 17", ["\"State\" = 'Active'", "\"DeletedAt\" = NULL", "\"DeletedAt\" = 18"]),
            ("Connections", "\"State\" = 'Revoked', \"SealedCredential\" = NULL", ["\"State\" = 'Active'", "\"State\" = 'Revoking'", "\"SealedCredential\" = (SELECT \"LeafHash\" FROM \"AuditEntries\")", "\"CredentialVersion\" = \"CredentialVersion\" + 1"]),
            ("DataKeys", "\"State\" = 'DecryptOnly', \"WrappedKey\" = \"BindingTag\"", ["\"State\" = 'Active'", "\"State\" = 'Destroyed'"]),
            ("DataKeys", "\"State\" = 'Destroyed', \"WrappedKey\" = NULL", ["\"State\" = 'Active'", "\"State\" = 'DecryptOnly'", "\"WrappedKey\" = \"BindingTag\""]),
            ("KeyRequests", "\"State\" = 'Done'", ["\"State\" = 'InProgress'", "\"State\" = 'AwaitsProvisioning'"]),
        ];
        // Whatever the sample says, each begins at the beginning.
        await rows.Database.ExecuteSqlRawAsync("UPDATE \"KeyRequests\" SET \"State\" = 'InProgress'");
        foreach (var (table, forward, back) in ways)
        {
            Assert.Equal(1, await rows.Database.ExecuteSqlRawAsync($"UPDATE \"{table}\" SET {forward}"));
            foreach (var change in back)
            {
                var refused = await Assert.ThrowsAnyAsync<DbException>(() => rows.Database.ExecuteSqlRawAsync($"UPDATE \"{table}\" SET {change}"));
                Assert.Contains(TriggerText.OnlyForward(table), refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task InsertOrReplace_IntoAWriteOnceTable_IsRefusedOnAnyConnection()
    {
        await using var database = await TestDatabase.CreateAsync();
        var filled = await SampleOrganization.FillAsync(database, database.Acme);
        foreach (var type in filled.Keys.Where(t => RowRules.Of(t.ClrType) == RowRule.WriteOnce || t.ClrType == typeof(AuditHead)))
        {
            // An entry that would replace another by its rowid alone also stands behind a gap, and either trigger may speak first.
            var expected = type.ClrType == typeof(AuditEntry) ? [TriggerText.NoGaps, TriggerText.NoReplace("AuditEntries")] : new[] { TriggerText.NoReplace(type.GetTableName()!) };
            foreach (var way in SqliteReplacing.Ways(type))
            {
                foreach (var recursive in new[] { "ON", "OFF" })
                {
                    var refused = await Assert.ThrowsAnyAsync<DbException>(() => SqliteReplacing.TryAsync(database.ConnectionString, way, recursive));
                    Assert.Contains(expected, text => refused.Message.Contains(text, StringComparison.Ordinal));
                }
            }
        }
    }

    private static async Task AppendAsync(TestDatabase database, Tenant tenant, int entries)
    {
        await using var scope = database.Enter(tenant);
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        for (var i = 0; i < entries; i++)
        {
            work.Audit(AuditAction.SyncRequested, "connection", $"c{i}");
        }

        await work.CommitAsync(CancellationToken.None);
    }
}
