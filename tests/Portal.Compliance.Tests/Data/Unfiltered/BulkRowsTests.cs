using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Connectors.Sdk;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Unfiltered;

/// <summary>Rows through the bulk door are the rows that the change tracker would have written.</summary>
public sealed class BulkRowsTests
{
    [Theory, EveryEngine]
    public async Task Insert_RowsOfEveryColumnType_ReadBackAsEfWouldHaveWrittenThem(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var draft = Draft(database.Acme.OrganizationId) with { Rung = null };
        var member = Member(database.Acme.OrganizationId);
        await WriteAsync(database, async bulk =>
        {
            await bulk.InsertAsync(draft.ToRow(), CancellationToken.None);
            await bulk.InsertAsync(member, CancellationToken.None);
        });

        await using var rows = database.Rows(database.Acme);
        var read = await rows.Set<StagedDraft>().SingleAsync();
        Assert.Equivalent(draft.ToRow(), read, strict: true);
        Assert.Equivalent(member, await rows.Set<StagedMember>().SingleAsync(), strict: true);
        // Found again by value, so the stored form is the one EF Core asks for.
        Assert.True(await rows.Set<StagedDraft>().AnyAsync(d => d.RunId == draft.RunId && d.Fingerprint == draft.Fingerprint && d.Result == draft.Result));
    }

    [Theory, EveryEngine]
    public async Task InsertMissing_SameKeyTwice_KeepsTheFirst(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var written = new List<bool>();
        await WriteAsync(database, async bulk =>
        {
            written.Add(await bulk.InsertMissingAsync(Member(database.Acme.OrganizationId), CancellationToken.None));
            written.Add(await bulk.InsertMissingAsync(Member(database.Acme.OrganizationId, "second"), CancellationToken.None));
        });

        Assert.Equal([true, false], written);
        await using var rows = database.Rows(database.Acme);
        Assert.Equal("counted", (await rows.Set<StagedMember>().SingleAsync()).Disposition);
    }

    [Fact]
    public async Task Insert_WithoutATransaction_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var scope = database.Enter(database.Acme);
        await using var db = scope.Get<TenantDatabase>().Open();
        await using var bulk = new BulkWriter(db);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bulk.InsertAsync(Member(database.Acme.OrganizationId), CancellationToken.None));
    }

    private static async Task WriteAsync(TestDatabase database, Func<BulkWriter, Task> write)
    {
        await using var scope = database.Enter(database.Acme);
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        await using var bulk = new BulkWriter(work.Db);
        await write(bulk);
        await work.CommitAsync(CancellationToken.None);
    }

    private static readonly Guid Run = new("0195a000-0000-7000-8000-0000000000f1");

    private static StagedMember Member(Guid organization, string disposition = "counted") => new()
    {
        OrganizationId = organization,
        RunId = Run,
        Epoch = 1,
        Kind = "scripted.people",
        Pseudonym = "0a1b",
        Date = new DateOnly(2026, 2, 28),
        Disposition = disposition,
        SealedSubject = [1, 2, 3],
    };

    private static DraftValues Draft(Guid organization) => new(organization, Run, [.. Enumerable.Range(0, 32).Select(i => (byte)i)], EvidenceResult.NotAvailable, "tasks");

    private sealed record DraftValues(Guid OrganizationId, Guid RunId, byte[] Fingerprint, EvidenceResult Result, string? Rung)
    {
        public StagedDraft ToRow() => new()
        {
            OrganizationId = OrganizationId,
            RunId = RunId,
            Epoch = long.MaxValue,
            Ordinal = 7,
            Kind = "scripted.people",
            SchemaVersion = 3,
            Subject = "Größe ÄÖÜ 漢字 '\"",
            Result = Result,
            ReasonCode = "permission_denied",
            Rung = Rung,
            Canonical = [0, 255, 128],
            Fingerprint = Fingerprint,
            ProvenanceJson = new string('p', 20_000),
        };
    }
}
