using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.SqlServerCapture;

namespace Portal.Compliance.Tests.Data.Unfiltered;

public sealed class BulkWriterTests
{
    [Theory, EveryEngine]
    public async Task Insert_APayloadBeyondAnyGuess_KeepsEveryByte(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (evidence, _) = await EvidenceAsync(database);
        var canonical = Encoding.UTF8.GetBytes(string.Create(100_000, 0, (text, _) => text.Fill('é')));
        await using (var rows = database.Rows(database.Acme))
        {
            await using var transaction = await rows.Database.BeginTransactionAsync();
            await using (var bulk = new BulkWriter(rows))
            {
                await bulk.InsertAsync(new EvidencePayload { OrganizationId = rows.OrganizationId, EvidenceId = evidence, Canonical = canonical }, CancellationToken.None);
            }

            await transaction.CommitAsync();
        }

        await using var check = database.Rows(database.Acme);
        Assert.Equal(canonical, (await check.Set<EvidencePayload>().SingleAsync(p => p.EvidenceId == evidence)).Canonical);
    }

    [Theory, EveryEngine]
    public async Task Insert_AValueTooLongForItsColumn_IsRefusedAndNotCutOff(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (_, connection) = await EvidenceAsync(database);
        await using var rows = database.Rows(database.Acme);
        await using var transaction = await rows.Database.BeginTransactionAsync();
        await using var bulk = new BulkWriter(rows);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bulk.InsertAsync(
            new SealedSubject { OrganizationId = rows.OrganizationId, ConnectionId = connection, Pseudonym = new string('p', 65), Sealed = [1] }, CancellationToken.None));
    }

    [Theory, EveryEngine]
    public async Task Insert_OfAnotherOrganizationsRow_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var rows = database.Rows(database.Acme);
        await using var transaction = await rows.Database.BeginTransactionAsync();
        await using var bulk = new BulkWriter(rows);
        await Assert.ThrowsAsync<CrossTenantWriteException>(() => bulk.InsertAsync(
            new SealedSubject { OrganizationId = database.Globex.OrganizationId, ConnectionId = Guid.NewGuid(), Pseudonym = "p", Sealed = [1] }, CancellationToken.None));
    }

    /// <summary>What a test on SQLite cannot see: SqlClient cuts a value off at the size its parameter was prepared with.</summary>
    [Fact]
    public async Task Draft_ForSqlServer_GivesEveryParameterTheSizeOfItsColumn()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var rows = database.Rows(database.Acme);
        await using var bulk = new BulkWriter((PortalDbContext)SqlServerTwin.Make(rows));
        Assert.Equal(["0", "0", "-1"], Sizes(bulk.Draft<EvidencePayload>(onlyMissing: false)));
        Assert.Equal(["0", "0", "64", "-1"], Sizes(bulk.Draft<SealedSubject>(onlyMissing: true)));
        using var evidence = bulk.Draft<EvidenceRecord>(onlyMissing: false);
        Assert.Equal(32, evidence.Parameters.Cast<SqlParameter>().Single(p => p.SqlDbType == System.Data.SqlDbType.VarBinary).Size);
    }

    private static IEnumerable<string> Sizes(System.Data.Common.DbCommand command) =>
        command.Parameters.Cast<SqlParameter>().Select(p => FormattableString.Invariant($"{p.Size}"));

    /// <summary>Evidence without a payload, and its connection.</summary>
    private static async Task<(Guid Evidence, Guid Connection)> EvidenceAsync(TestDatabase database)
    {
        var filled = await SampleOrganization.FillAsync(database, database.Acme);
        await using var rows = database.Rows(database.Acme);
        var evidence = (EvidenceRecord)new SampleRow(type => filled[type]).Make(
            rows.Model.FindEntityType(typeof(EvidenceRecord))!, rows.OrganizationId, ("Fingerprint", new byte[32]));
        rows.Add(evidence);
        await rows.SaveChangesAsync();
        return (evidence.Id, ((Connection)filled.Single(f => f.Key.ClrType == typeof(Connection)).Value).Id);
    }
}
