using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.Dac.Model;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

public sealed class SqlServerSchemaTests
{
    [Fact]
    public void Schema_AllMigrationsWithTriggers_ValidatesWithoutAWord()
    {
        using var schema = SqlServerSchema.FromMigrations();
        using var context = new DatabaseProvider(new() { Engine = DatabaseEngine.SqlServer, ConnectionString = "Server=never-opened;Database=Portal" }).OpenSchema();
        var entities = context.GetService<IDesignTimeModel>().Model.GetEntityTypes().ToList();

        Assert.Empty(schema.Faults());
        Assert.Equal(entities.Count, schema.Count(ModelSchema.Table));
        Assert.Equal(entities.Sum(e => TableTriggers.Of(e, DatabaseEngine.SqlServer).Count()), schema.Count(ModelSchema.DmlTrigger));
        Assert.Equal(1, schema.Count(ModelSchema.SecurityPolicy));
        Assert.Equal(2 * entities.Count(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)), schema.Count(ModelSchema.SecurityPredicate));
        Assert.Equal(entities.Sum(e => e.GetForeignKeys().Count()), schema.Count(ModelSchema.ForeignKeyConstraint));
        Assert.Equal(entities.Sum(e => e.GetIndexes().Count()), schema.Count(ModelSchema.Index));
    }

    [Fact]
    public void Schema_SecurityPolicy_IsWhatTheStartAccepts()
    {
        using var schema = SqlServerSchema.FromMigrations();
        using var context = new DatabaseProvider(new() { Engine = DatabaseEngine.SqlServer, ConnectionString = "Server=never-opened;Database=Portal" }).OpenSchema();
        var predicates = schema.Predicates();
        Assert.Empty(SqlServerRowSecurity.TableFaults(context.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!), predicates));
        Assert.Equal(["Outbox: its FILTER or BLOCK predicate is missing, switched off or changed, or another stands beside it"], SqlServerRowSecurity.TableFaults(["Evidence", "Outbox"], predicates.Where(p => p.Name != "dbo.Outbox")));
    }

    [Fact]
    public void Schema_WithTheLedger_KeepsTheAuditLogInAppendOnlyLedgerTablesAndChangesNothingElse()
    {
        using var schema = SqlServerSchema.FromMigrations(ledger: true);
        using var plain = SqlServerSchema.FromMigrations();

        Assert.Empty(schema.Faults());
        Assert.Equal(["AuditCheckpoints", "AuditEntries"], schema.AppendOnlyLedgers());
        Assert.Empty(plain.AppendOnlyLedgers());
        Assert.Equal(plain.Count(ModelSchema.DmlTrigger), schema.Count(ModelSchema.DmlTrigger));
        Assert.Equal(plain.Count(ModelSchema.SecurityPredicate), schema.Count(ModelSchema.SecurityPredicate));
    }

    [Fact]
    public void Schema_WhatNamesSomethingThatIsNotThere_IsAFault()
    {
        Dictionary<string, string> wrong = new()
        {
            ["Column"] = "CREATE PROCEDURE [Column] AS SELECT [Nme] FROM [Connections]",
            ["Table"] = "CREATE PROCEDURE [Table] AS SELECT [Name] FROM [Conections]",
            ["Updated"] = "CREATE PROCEDURE [Updated] AS UPDATE [Connections] SET [Nme] = N'x'",
            ["Inserted"] = "CREATE PROCEDURE [Inserted] @p0 uniqueidentifier AS INSERT INTO [Outbox] ([OrganizationId], [Idd]) VALUES (@p0, @p0)",
            ["Joined"] = "CREATE PROCEDURE [Joined] AS SELECT [c].[Name] FROM [Connections] AS [c] INNER JOIN [Evidence] AS [e] ON [c].[Id] = [e].[ConnectionIdd]",
            ["Fired"] = "CREATE TRIGGER [Fired] ON [Connections] AFTER UPDATE AS IF EXISTS (SELECT 1 FROM inserted AS [i] WHERE [i].[Nme] = N'x') THROW 51000, N'x', 1;",
        };
        using var schema = SqlServerSchema.FromMigrations();
        foreach (var definition in wrong.Values)
        {
            schema.Add(definition);
        }

        var faults = schema.Faults();
        Assert.All(wrong.Keys, name => Assert.Contains(faults, fault => fault.Contains($"[{name}]", StringComparison.Ordinal)));
    }
}
