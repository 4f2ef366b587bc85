using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Connections;
using Portal.Compliance.Keys;
using Portal.Compliance.Retention;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data.Triggers;

/// <summary>What a trigger of ours does. Its name is <c>TR_{table}_{guard}</c> on every engine.</summary>
internal enum TableGuard
{
    /// <summary>A row never moves to another organization: EF Core's ExecuteUpdate walks past filters and interceptors.</summary>
    SameOrganization,
    NoUpdate,
    NoDelete,
    /// <summary>In the place of <see cref="NoDelete"/>: a row goes through the purge door only.</summary>
    OnlyPurged,
    /// <summary>
    /// SQLite only: INSERT OR REPLACE deletes without firing delete triggers unless the connection asked for them, as ours do. Elsewhere
    /// than on write-once tables that has to do: this trigger turns the error of a duplicate key into a trigger's, which code that
    /// expects duplicates would not know.
    /// </summary>
    NoReplace,
    /// <summary>PostgreSQL only: TRUNCATE fires no delete trigger and asks no row security, and empties every organization's table at once.</summary>
    NoTruncate,
    /// <summary>An audit entry stands directly behind its organization's last one.</summary>
    NoGaps,
    /// <summary>An audit head counts exactly the entries there are, and changes only with them.</summary>
    OnlyGrows,
    /// <summary>A purge record comes only under an open permit, for evidence that is due and that nothing holds.</summary>
    OnlyDue,
    /// <summary>What was revoked, destroyed or finished stays so, and a credential's version never falls.</summary>
    OnlyForward,
}

/// <summary>Which triggers a table has to have, by its entity. The migrations' frozen SQL makes them; tests compare.</summary>
internal static class TableTriggers
{
    public static IEnumerable<TableGuard> Of(IReadOnlyEntityType entity, DatabaseEngine engine)
    {
        var rule = RowRules.Of(entity.ClrType);
        if (rule == RowRule.WriteOnce)
        {
            yield return TableGuard.NoUpdate;
        }
        else if (entity.FindProperty(nameof(ITenantOwned.OrganizationId)) is not null)
        {
            yield return TableGuard.SameOrganization;
        }

        if (rule is RowRule.WriteOnce or RowRule.Kept)
        {
            yield return RowRules.IsPurgeable(entity.ClrType) ? TableGuard.OnlyPurged : TableGuard.NoDelete;
        }

        if (engine == DatabaseEngine.Sqlite && (rule == RowRule.WriteOnce || entity.ClrType == typeof(AuditHead)))
        {
            yield return TableGuard.NoReplace;
        }

        if (engine == DatabaseEngine.PostgreSql && (rule != RowRule.Changing || entity.FindProperty(nameof(ITenantOwned.OrganizationId)) is not null))
        {
            yield return TableGuard.NoTruncate;
        }

        if (entity.ClrType == typeof(AuditEntry))
        {
            yield return TableGuard.NoGaps;
        }

        if (entity.ClrType == typeof(AuditHead))
        {
            yield return TableGuard.OnlyGrows;
        }

        if (entity.ClrType == typeof(EvidencePurge))
        {
            yield return TableGuard.OnlyDue;
        }

        if (entity.ClrType == typeof(Connection) || entity.ClrType == typeof(DataKey) || entity.ClrType == typeof(KeyRequest))
        {
            yield return TableGuard.OnlyForward;
        }
    }

    public static string Name(IReadOnlyEntityType entity, TableGuard guard) => $"TR_{entity.GetTableName()}_{guard}";

    /// <summary>
    /// EF Core must know that a SQL Server table has triggers: it may not use OUTPUT there. SQLite's triggers do not get in its way.
    /// </summary>
    public static void DeclareForSqlServer(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().ToList())
        {
            foreach (var guard in Of(entity, DatabaseEngine.SqlServer))
            {
                model.Entity(entity.ClrType).ToTable(table => table.HasTrigger(Name(entity, guard)));
            }
        }
    }
}
