using Microsoft.EntityFrameworkCore;

namespace Portal.Compliance.Data.Providers.SqlServer;

/// <summary>Looks whether the audit log's tables are the append-only ledger tables that the configuration says they are.</summary>
internal static class LedgerCheck
{
    /// <summary>3 is an append-only ledger table (sys.tables, SQL Server 2022).</summary>
    private const string Ledgers = "SELECT [name] AS [Value] FROM sys.tables WHERE [ledger_type] = 3";

    /// <exception cref="LedgerMissingException">A table is an ordinary one.</exception>
    public static async Task RunAsync(SchemaDbContext schema, CancellationToken cancellationToken)
    {
        var found = await schema.Database.SqlQueryRaw<string>(Ledgers).ToListAsync(cancellationToken);
        if (LedgerSqlGenerator.Tables.Except(found, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            throw new LedgerMissingException(missing);
        }
    }
}

/// <summary><c>Database:Ledger</c> was set for a database whose audit log was made without it.</summary>
public sealed class LedgerMissingException(IReadOnlyList<string> tables) : InvalidOperationException(
    $"Database:Ledger is on, but {string.Join(" and ", tables)} of this database are no append-only ledger tables. A table can become one only when it is made: "
    + "run --migrate with Database:Ledger=true on an empty database, or remove the setting.")
{
    public IReadOnlyList<string> Tables { get; } = tables;
}
