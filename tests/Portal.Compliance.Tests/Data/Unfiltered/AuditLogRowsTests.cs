using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Unfiltered;

/// <summary>A log of more than one stretch, read by hand on every core and read through entities: both must say the same.</summary>
public sealed class AuditLogRowsTests
{
    private const int Entries = AuditStretch.Length + 1_500;

    [Fact]
    public async Task Verify_ReadBothWays_SaysTheSame()
    {
        await using var database = await FilledAsync();
        var (byHand, byEntities) = await BothAsync(database);
        Assert.Null(byHand.FirstFault);
        Assert.Equal((Entries, 3), (byHand.Verified, byHand.RootsAt.Count));
        AssertSame(byEntities, byHand);
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET ActorName = 'Ada \"' WHERE Sequence = 17000", AuditFaultKind.Entry, 17_000)]
    [InlineData("UPDATE AuditEntries SET LeafHash = zeroblob(32) WHERE Sequence IN (3, 17000)", AuditFaultKind.Entry, 3)]
    [InlineData("UPDATE AuditEntries SET SubjectId = CAST(x'ff41' AS TEXT) WHERE Sequence = 3", AuditFaultKind.Entry, 3)]
    [InlineData("UPDATE AuditDetails SET DetailJson = CAST('{}' AS BLOB) WHERE Sequence = 17000", AuditFaultKind.Detail, 17_000)]
    [InlineData("DELETE FROM AuditDetails WHERE Sequence = 16384", AuditFaultKind.DetailMissing, 16_384)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 16383", AuditFaultKind.Sequence, 16_383)]
    public async Task Verify_TamperedFile_NamesTheSameFirstFault(string tampering, AuditFaultKind kind, long sequence)
    {
        await using var database = await FilledAsync();
        await using (var file = new SqliteConnection(database.ConnectionString))
        {
            await file.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = file.CreateCommand();
            command.CommandText = "SELECT group_concat('DROP TRIGGER \"' || name || '\";', ' ') FROM sqlite_master WHERE type = 'trigger'";
            command.CommandText = $"PRAGMA foreign_keys = OFF; {await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)} {tampering}";
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var (byHand, byEntities) = await BothAsync(database);
        Assert.Equal((kind, sequence, sequence), (byHand.FirstFault?.Kind, byHand.FirstFault?.Sequence, byHand.Verified));
        AssertSame(byEntities, byHand);
    }

    private static void AssertSame(AuditLogReport expected, AuditLogReport found)
    {
        Assert.Equal(expected.RootsAt.OrderBy(r => r.Key), found.RootsAt.OrderBy(r => r.Key));
        Assert.Equal((expected.FirstFault?.Kind, expected.FirstFault?.Sequence), (found.FirstFault?.Kind, found.FirstFault?.Sequence));
        // Of bytes that are no text, entities see something else than what is stored; both are the wrong hash.
        Assert.Equal(expected with { RootsAt = found.RootsAt, PurgedMonths = found.PurgedMonths, FirstFault = found.FirstFault }, found);
    }

    private static async Task<(AuditLogReport ByHand, AuditLogReport ByEntities)> BothAsync(TestDatabase database)
    {
        var (roots, organization) = (new HashSet<long> { 5, AuditStretch.Length, AuditStretch.Length + 7 }, database.Acme.OrganizationId);
        await using var db = database.Rows(database.Acme);
        var rows = AuditLogRows.Of(db, () => database.Rows(database.Acme));
        Assert.IsType<AuditLogRows>(rows);
        return (
            await AuditLogVerification.VerifyAsync(db, rows, organization, CancellationToken.None, rootsAt: roots, purged: []),
            await AuditLogVerification.VerifyAsync(db, organization, CancellationToken.None, rootsAt: roots, purged: []));
    }

    private static async Task<TestDatabase> FilledAsync()
    {
        var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        await using var scope = database.Enter(database.Acme);
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        for (var i = 0; i < Entries; i++)
        {
            work.Audit(AuditAction.FrameworkAdopted, "framework", $"soc2 \\ \"{i}\" ü\n", new JsonObject { ["n"] = i, ["long"] = i % 500 == 0 ? new string('x', 1_100) : "" });
        }

        await work.CommitAsync(CancellationToken.None);
        return database;
    }
}
