using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>A world with a part taken out, tried table by table.</summary>
internal sealed class Mutants(Doors doors, IsolationWorld world)
{
    public static async Task<Mutants> OfAsync(Doors doors) => new(doors, await IsolationWorld.FoundAsync(doors));

    public static bool Refers(IEntityType type) => type.GetForeignKeys().Any(k => k.Properties.Count > 1 && k.Properties[1].ClrType == typeof(Guid));

    /// <summary>Runs SQL of whoever owns the schema, once a table.</summary>
    public async Task ForEachTableAsync(Func<IEntityType, string?> sql)
    {
        await using var owner = await doors.Database.AsOwnerAsync();
        await using var directory = owner.Directory();
        foreach (var statement in world.Types.Select(sql).Where(s => !string.IsNullOrEmpty(s)))
        {
            await directory.Database.ExecuteSqlRawAsync(statement!);
        }
    }

    /// <summary>The model notices on each of these tables.</summary>
    /// <param name="held">Which layer stopped it after all; null for whichever there is.</param>
    public async Task EachTableAsync(Func<IEntityType, bool> which, Act act, Layer? held, bool asSecond = false)
    {
        var tried = 0;
        for (var i = 0; i < world.Types.Count; i++)
        {
            if (!which(world.Types[i]))
            {
                continue;
            }

            tried++;
            var table = world.Types[i].GetTableName();
            var broken = await PlayAsync(act, i, asSecond);
            Assert.True(broken is not null, $"{act} on {table}: nobody noticed what was taken out.");
            MutantReport.Add(act, table!, broken!.Held);
            Assert.True(held is null || broken!.Held == held, $"{broken!.Message} Expected: {held}.");
        }

        Assert.NotEqual(0, tried);
    }

    /// <summary>Another layer holds so well that the model notices nothing.</summary>
    public async Task EachTableSurvivesAsync(params Act[] acts)
    {
        foreach (var act in acts)
        {
            for (var i = 0; i < world.Types.Count; i++)
            {
                Assert.Null(await PlayAsync(act, i, asSecond: false));
            }
        }
    }

    private async Task<IsolationBrokenException?> PlayAsync(Act act, int table, bool asSecond)
    {
        try
        {
            await world.PlayAsync(new Turn(asSecond, [new Step(act, (byte)table, 0)]));
            return null;
        }
        catch (IsolationBrokenException broken)
        {
            return broken;
        }
    }
}

/// <summary>The model as it is, without its tenant filters.</summary>
internal sealed class WithoutFilters(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            entity.SetQueryFilter(PortalDbContext.TenantFilter, null);
        }
    }
}

/// <summary>The classic mistake: a filter over a value, which EF Core keeps with the model.</summary>
internal sealed class BakedFilters(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        var first = ((PortalDbContext)context).OrganizationId;
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            var row = System.Linq.Expressions.Expression.Parameter(entity.ClrType);
            entity.SetQueryFilter(PortalDbContext.TenantFilter, System.Linq.Expressions.Expression.Lambda(System.Linq.Expressions.Expression.Equal(
                System.Linq.Expressions.Expression.Property(row, nameof(ITenantOwned.OrganizationId)), System.Linq.Expressions.Expression.Constant(first)), row));
        }
    }
}
