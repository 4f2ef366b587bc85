using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data.Providers;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data.RowSecurity;

/// <summary>
/// Looks whether a server really keeps each organization's rows to itself, for the identity that the portal runs as. Every table that an
/// organization owns has to carry exactly what the migrations made and nothing beside it, and the identity may neither open it again nor
/// become somebody who may.
/// </summary>
internal static class RowSecurityCheck
{
    /// <returns>What is wrong, in words; empty when nothing is, and on SQLite, which has no such thing.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(SchemaDbContext schema, DatabaseEngine engine, CancellationToken cancellationToken)
    {
        var tables = schema.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal).ToList();
        return engine switch
        {
            DatabaseEngine.PostgreSql => await PostgreSqlAsync(schema, tables, cancellationToken),
            DatabaseEngine.SqlServer => await SqlServerAsync(schema, tables, cancellationToken),
            _ => [],
        };
    }

    private static async Task<IReadOnlyList<string>> PostgreSqlAsync(SchemaDbContext schema, List<string> tables, CancellationToken cancellationToken)
    {
        // A policy is read back with every name that the search path does not find by itself spelt out: nobody's function looks like ours.
        await using var transaction = await schema.Database.BeginTransactionAsync(cancellationToken);
        await schema.Database.ExecuteSqlRawAsync(PostgreSqlRowSecurity.PlainPath, cancellationToken);
        return
        [
            .. (await AskAsync(schema, PostgreSqlRowSecurity.Identity, cancellationToken)).Select(r => $"the role {r.Name} {r.Fault}"),
            .. PostgreSqlRowSecurity.TableFaults(tables, await AskAsync(schema, PostgreSqlRowSecurity.Tables, cancellationToken)),
        ];
    }

    private static async Task<IReadOnlyList<string>> SqlServerAsync(SchemaDbContext schema, List<string> tables, CancellationToken cancellationToken)
    {
        var identity = await AskAsync(schema, SqlServerRowSecurity.Identity, cancellationToken);
        // Azure SQL Database has no server beneath it that a user could reach.
        var server = (await AskAsync(schema, SqlServerRowSecurity.Edition, cancellationToken)) is [{ Fault: SqlServerRowSecurity.AzureEdition }]
            ? [] : await AskAsync(schema, SqlServerRowSecurity.ServerIdentity, cancellationToken);
        return
        [
            .. identity.Concat(server).Select(r => $"the user {r.Name} {r.Fault}"),
            .. SqlServerRowSecurity.FunctionFaults(await AskAsync(schema, SqlServerRowSecurity.Function, cancellationToken)),
            .. SqlServerRowSecurity.TableFaults(tables, await AskAsync(schema, SqlServerRowSecurity.Predicates, cancellationToken)),
        ];
    }

    private static Task<List<Finding>> AskAsync(SchemaDbContext schema, string sql, CancellationToken cancellationToken) =>
        schema.Database.SqlQueryRaw<Finding>(sql).ToListAsync(cancellationToken);
}

/// <summary>One line that a catalogue answers.</summary>
internal sealed record Finding(string Name, string Fault);

/// <summary>The server does not keep organizations apart for the identity that the portal runs as.</summary>
public sealed class RowSecurityMissingException(IReadOnlyList<string> faults) : InvalidOperationException(
    $"Row-level security does not hold on this database: {string.Join("; ", faults)}. "
    + "Run the portal under an identity that owns nothing, may change nothing and can become nobody else (docs/databases.md), and let --migrate run under the one that owns the schema. "
    + "In Development only, Database:AllowWithoutRowSecurity=true starts nevertheless.")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
