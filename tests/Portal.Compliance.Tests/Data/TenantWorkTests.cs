using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.AuditLog;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

public sealed class TenantWorkTests
{
    [Theory, EveryEngine]
    public async Task Commit_ChangeAndAudit_AreThereTogether(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await AdoptAsync(database, commit: true);
        await using var rows = database.Rows(database.Acme);
        Assert.Equal("soc2", (await rows.Set<FrameworkAdoption>().SingleAsync()).Framework);
        Assert.Equal("framework.adopted", (await rows.Set<AuditEntry>().SingleAsync()).Action);
        Assert.Equal(1, (await rows.Set<AuditHead>().SingleAsync()).Size);
    }

    [Theory, EveryEngine]
    public async Task Dispose_WithoutCommit_LeavesNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await AdoptAsync(database, commit: false);
        await using var rows = database.Rows(database.Acme);
        Assert.False(await rows.Set<FrameworkAdoption>().AnyAsync());
        Assert.False(await rows.Set<AuditEntry>().AnyAsync());
    }

    [Theory, EveryEngine]
    public async Task Commit_ManyAtOnce_GivesOneLogWithoutGaps(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => AdoptAsync(database, commit: true, audits: 3))));
        await using var rows = database.Rows(database.Acme);
        Assert.Equal(Enumerable.Range(0, 36).Select(i => (long)i), await rows.Set<AuditEntry>().OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync());
        var report = await AuditLogVerification.VerifyAsync(rows, database.Acme.OrganizationId, TestContext.Current.CancellationToken);
        Assert.Null(report.FirstFault);
    }

    private static async Task AdoptAsync(TestDatabase database, bool commit, int audits = 1)
    {
        await using var scope = database.Enter(database.Acme);
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        var id = work.NewId();
        work.Db.Add(new FrameworkAdoption { OrganizationId = work.OrganizationId, Id = id, Framework = "soc2", EffectiveFrom = work.Now });
        for (var i = 0; i < audits; i++)
        {
            work.Audit(AuditAction.FrameworkAdopted, "framework", "soc2", new JsonObject { ["id"] = id.ToString("D") });
        }

        if (commit)
        {
            await work.CommitAsync(CancellationToken.None);
        }
        else
        {
            await work.Db.SaveChangesAsync(CancellationToken.None);
        }
    }
}
