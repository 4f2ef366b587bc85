using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Tenancy;

namespace Portal.Architecture.Tests.Model;

/// <summary>What holds for every table an organization owns, also for one that is added tomorrow.</summary>
public sealed class TenantModelTests
{
    private const string Key = nameof(ITenantOwned.OrganizationId);

    private static readonly DatabaseProvider Provider = new(new() { Engine = DatabaseEngine.Sqlite, ConnectionString = "Data Source=never-opened.db" });
    private static readonly PortalDbContext Portal = new(Provider.Options<PortalDbContext>(), Guid.NewGuid());
    private static readonly DirectoryDbContext Directory = new(Provider.Options<DirectoryDbContext>());
    private static readonly IReadOnlyList<IEntityType> Owned = [.. Portal.Model.GetEntityTypes()];

    [Fact]
    public void TenantModel_EveryEntity_IsOwnedByAnOrganization()
    {
        Assert.True(Owned.Count >= 20, $"Only {Owned.Count} entities.");
        Rule.NobodyBreaks(Owned.Where(e => !typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.Name));
    }

    [Fact]
    public void TenantModel_EveryOwnedClass_IsMapped()
    {
        var classes = typeof(PortalDbContext).Assembly.GetTypes().Concat(typeof(ITenantOwned).Assembly.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(ITenantOwned).IsAssignableFrom(t));
        Rule.NobodyBreaks(classes.Except(Owned.Select(e => e.ClrType)).Select(t => t.FullName));
    }

    [Fact]
    public void Directory_EveryEntity_BelongsToNoOrganization()
    {
        Rule.NobodyBreaks(Directory.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.Name));
        Rule.NobodyBreaks(Directory.Model.GetEntityTypes().Select(e => e.GetTableName()).Intersect(Owned.Select(e => e.GetTableName())));
    }

    [Fact]
    public void PrimaryKey_OfEveryOwnedEntity_BeginsWithTheOrganization() =>
        Rule.NobodyBreaks(Owned.Where(e => e.FindPrimaryKey()!.Properties[0].Name != Key).Select(e => e.Name));

    /// <summary>A key of the organization alone says that there is one such row in each: decided here, once.</summary>
    [Fact]
    public void PrimaryKey_OfTheOrganizationAlone_IsOnlyWhereThereIsOneRowEach() => Assert.Equal(
        ["AuditHead", "AuditLogTrouble", "PseudonymKey"],
        Owned.Where(e => e.FindPrimaryKey()!.Properties.Count == 1).Select(e => e.ClrType.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Organization_OfEveryOwnedEntity_IsRequiredAndNeverMadeUp() => Rule.NobodyBreaks(Owned
        .Where(e => e.FindProperty(Key) is not { IsNullable: false, ValueGenerated: ValueGenerated.Never } property || property.ClrType != typeof(Guid))
        .Select(e => e.Name));

    [Fact]
    public void ForeignKey_OfEveryOwnedEntity_BeginsWithTheOrganizationOnBothSides() => Rule.NobodyBreaks(Owned.SelectMany(e => e.GetForeignKeys())
        .Where(k => k.Properties[0].Name != Key || k.PrincipalKey.Properties[0].Name != Key || k.Properties.Count != k.PrincipalKey.Properties.Count)
        .Select(k => k.ToString()));

    [Fact]
    public void ForeignKey_OfEveryEntity_RestrictsAndIsRequired()
    {
        using var schema = Provider.OpenSchema();
        var keys = schema.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()).ToList();
        Rule.NobodyBreaks(keys.Where(k => k.DeleteBehavior != DeleteBehavior.Restrict || !k.IsRequired).Select(k => k.ToString()));
        // In the whole schema every owned row also hangs on its organization.
        Rule.NobodyBreaks(schema.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType))
            .Where(e => !e.GetForeignKeys().Any(k => k.PrincipalEntityType.ClrType.Name == "Organization")).Select(e => e.Name));
    }

    [Fact]
    public void Index_OfEveryOwnedEntity_BeginsWithTheOrganization() => Rule.NobodyBreaks(Owned.SelectMany(e => e.GetIndexes())
        .Where(i => i.Properties[0].Name != Key).Select(i => $"{i.DeclaringEntityType.Name}: {i.DisplayName()}"));

    [Fact]
    public void Filter_OfEveryOwnedEntity_ComparesWithTheContextsOwnOrganization()
    {
        foreach (var entity in Owned)
        {
            var filter = Assert.Single(entity.GetDeclaredQueryFilters());
            Assert.Equal(PortalDbContext.TenantFilter, filter.Key);
            // The right side is a member of the context itself: EF Core then reads it for each context anew.
            var comparison = Assert.IsType<System.Linq.Expressions.BinaryExpression>(filter.Expression!.Body, exactMatch: false);
            var right = Assert.IsType<System.Linq.Expressions.MemberExpression>(comparison.Right, exactMatch: false);
            Assert.Equal((typeof(PortalDbContext), nameof(PortalDbContext.OrganizationId)), (right.Expression!.Type, right.Member.Name));
        }
    }

    [Fact]
    public void Navigation_BetweenEntities_DoesNotExist() =>
        // Related rows are read by explicit, filtered queries; a navigation would be one more way past them.
        Rule.NobodyBreaks(Owned.Where(e => e.GetNavigations().Any() || e.GetSkipNavigations().Any()).Select(e => e.Name));

    [Fact]
    public void Keys_OnSqlServer_FitIntoItsIndexes()
    {
        using var schema = new DatabaseProvider(new() { Engine = DatabaseEngine.SqlServer, ConnectionString = "Server=x;Database=x" }).OpenSchema();
        foreach (var entity in schema.Model.GetEntityTypes())
        {
            Assert.All(entity.GetKeys(), key => Assert.InRange(Bytes(key.Properties), 1, 900));
            Assert.All(entity.GetIndexes(), index => Assert.InRange(Bytes(index.Properties), 1, 1700));
        }
    }

    private static int Bytes(IEnumerable<IReadOnlyProperty> properties) => properties.Sum(p => p.GetTypeMapping() switch
    {
        var m when (m.Converter?.ProviderClrType ?? m.ClrType) == typeof(string) => 2 * (p.GetMaxLength() ?? 100_000),
        var m when (m.Converter?.ProviderClrType ?? m.ClrType) == typeof(byte[]) => p.GetMaxLength() ?? 100_000,
        var m when (m.Converter?.ProviderClrType ?? m.ClrType) == typeof(Guid) => 16,
        _ => 8,
    });
}
