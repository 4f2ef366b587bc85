using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

/// <summary>Each layer that keeps organizations apart, by itself.</summary>
public sealed class TenancyTests
{
    [Fact]
    public async Task Context_WithoutAnOrganization_CannotBeMade()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.Throws<ArgumentException>(() => new PortalDbContext(database.Services.GetRequiredService<DbContextOptions<PortalDbContext>>(), Guid.Empty));
        await using var scope = database.Services.CreateAsyncScope();
        Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<TenantDatabase>().Open());
        await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<TenantDatabase>().BeginAsync(CancellationToken.None));
    }

    [Theory, EveryEngine]
    public async Task Query_OfAnyTable_SeesOwnRowsOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var acme = await SampleOrganization.FillAsync(database, database.Acme);
        await SampleOrganization.FillAsync(database, database.Globex);
        foreach (var type in acme.Keys)
        {
            // A filter baked into the cached model would serve the first context's organization to the second.
            Assert.Equal([database.Acme.OrganizationId], await OwnersAsync(database, database.Acme, type));
            Assert.Equal([database.Globex.OrganizationId], await OwnersAsync(database, database.Globex, type));
        }
    }

    [Theory, EveryEngine]
    public async Task Find_ByAnotherOrganizationsKey_FindsNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var theirs = await SampleOrganization.FillAsync(database, database.Globex);
        await using var rows = database.Rows(database.Acme);
        foreach (var (type, row) in theirs)
        {
            var key = type.FindPrimaryKey()!.Properties.Select(p => SampleRow.Get(row, p)).ToArray();
            Assert.Null(await rows.FindAsync(type.ClrType, key));
        }
    }

    [Theory, EveryEngine]
    public async Task Save_OfAnotherOrganizationsRow_IsRefusedWhateverItsState(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        foreach (var (_, row) in await SampleOrganization.FillAsync(database, database.Globex))
        {
            foreach (var state in new[] { EntityState.Added, EntityState.Modified, EntityState.Deleted })
            {
                await using var rows = database.Rows(database.Acme);
                rows.Entry(row).State = state;
                await Assert.ThrowsAsync<CrossTenantWriteException>(() => rows.SaveChangesAsync());
                Assert.Throws<CrossTenantWriteException>(() => rows.SaveChanges());
            }
        }
    }

    [Theory, EveryEngine]
    public async Task Insert_ReferringToAnotherOrganizationsRow_IsRefusedByTheForeignKey(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var mine = await SampleOrganization.FillAsync(database, database.Acme);
        var theirs = await SampleOrganization.FillAsync(database, database.Globex);
        // An audit detail refers by a number that every log has; there is nothing of somebody else's to refer to.
        var references = mine.Keys.SelectMany(t => t.GetForeignKeys()).Where(k => k.Properties.Count > 1 && k.Properties[1].ClrType == typeof(Guid)).ToList();
        Assert.True(references.Count >= 10, $"Only {references.Count} references were found.");
        foreach (var reference in references)
        {
            await using var rows = database.Rows(database.Acme);
            var sample = new SampleRow(type => (type == reference.PrincipalEntityType ? theirs : mine)[type]);
            rows.Add(sample.Make(reference.DeclaringEntityType, database.Acme.OrganizationId));
            var refused = await Assert.ThrowsAsync<DbUpdateException>(() => rows.SaveChangesAsync());
            Assert.Contains("FOREIGN KEY", refused.InnerException!.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, EveryEngine]
    public async Task ExecuteDelete_OfAnything_TouchesOwnRowsOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await SampleOrganization.FillAsync(database, database.Acme);
        await SampleOrganization.FillAsync(database, database.Globex);
        await using (var rows = database.Rows(database.Acme))
        {
            Assert.Equal(1, await rows.Set<StagedMember>().ExecuteDeleteAsync());
        }

        Assert.Equal([database.Globex.OrganizationId], await OwnersAsync(database, database.Globex, rows => rows.Set<StagedMember>()));
    }

    [Theory, EveryEngine]
    public async Task Directory_Context_KnowsNoTableThatAnOrganizationOwns(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var directory = database.Directory();
        Assert.DoesNotContain(directory.Model.GetEntityTypes(), t => typeof(ITenantOwned).IsAssignableFrom(t.ClrType));
        Assert.Throws<InvalidOperationException>(() => directory.Set<Connection>().ToQueryString());
    }

    [Theory, EveryEngine]
    public async Task Organization_WithRows_CannotBeDeleted(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await SampleOrganization.FillAsync(database, database.Acme);
        await using var directory = database.Directory();
        await Assert.ThrowsAnyAsync<DbException>(() => directory.Set<Compliance.Organizations.Organization>().ExecuteDeleteAsync());
    }

    private static Task<List<Guid>> OwnersAsync(TestDatabase database, Tenant tenant, IReadOnlyEntityType type) =>
        (Task<List<Guid>>)Of.MakeGenericMethod(type.ClrType).Invoke(null, [database, tenant])!;

    private static readonly System.Reflection.MethodInfo Of =
        typeof(TenancyTests).GetMethod(nameof(OwnersOfAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static Task<List<Guid>> OwnersOfAsync<T>(TestDatabase database, Tenant tenant)
        where T : class, ITenantOwned => OwnersAsync(database, tenant, rows => rows.Set<T>());

    private static async Task<List<Guid>> OwnersAsync<T>(TestDatabase database, Tenant tenant, Func<PortalDbContext, IQueryable<T>> of)
        where T : class, ITenantOwned
    {
        await using var rows = database.Rows(tenant);
        return await of(rows).Select(r => r.OrganizationId).ToListAsync();
    }
}
