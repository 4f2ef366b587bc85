using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Portal.Compliance.Data;

/// <summary>Which engine holds the rows. Bound from the <c>Database</c> section.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseEngine Engine { get; set; } = DatabaseEngine.Sqlite;

    /// <summary>ADO.NET connection string. For SQLite, <c>Data Source=…</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Development only: start although the server does not keep organizations apart by itself.</summary>
    public bool AllowWithoutRowSecurity { get; set; }

    /// <summary>SQL Server 2022, Azure SQL: the audit log's tables are append-only ledger tables. Chosen before the first <c>--migrate</c>, for good.</summary>
    public bool Ledger { get; set; }
}

public enum DatabaseEngine { Sqlite, SqlServer, PostgreSql }

/// <summary>Says at start, in words for the person who wrote the configuration, what cannot work.</summary>
internal sealed class DatabaseOptionsCheck(IHostEnvironment? environment) : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var fault = options.AllowWithoutRowSecurity && environment?.IsDevelopment() != true
            ? "Database:AllowWithoutRowSecurity is for Development only. Remove it, and run the portal under a role that row-level security holds for (docs/databases.md)."
            : Fault(options);
        return fault is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(fault);
    }

    private static string? Fault(DatabaseOptions options)
    {
        if (!Enum.IsDefined(options.Engine))
        {
            return $"Database:Engine '{options.Engine}' is not known. Use Sqlite, SqlServer or PostgreSql.";
        }

        if (options.Ledger && options.Engine != DatabaseEngine.SqlServer)
        {
            return "Database:Ledger needs SQL Server 2022 or Azure SQL. Remove it, or set Database:Engine to SqlServer.";
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return "Database:ConnectionString is missing. For SQLite give 'Data Source=<file>'; for SQL Server and PostgreSQL an ADO.NET connection string.";
        }

        try
        {
            return options.Engine switch
            {
                DatabaseEngine.Sqlite => SqliteFault(new SqliteConnectionStringBuilder(options.ConnectionString)),
                DatabaseEngine.SqlServer => SqlServerFault(new SqlConnectionStringBuilder(options.ConnectionString)),
                DatabaseEngine.PostgreSql => PostgreSqlFault(new NpgsqlConnectionStringBuilder(options.ConnectionString)),
                _ => throw new InvalidOperationException($"Engine {options.Engine} is not checked."),
            };
        }
        // The text of the exception may quote the connection string, and with it a password: it is not passed on.
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return $"Database:ConnectionString cannot be read as a connection string for {options.Engine}.";
        }
    }

    private static string? SqliteFault(SqliteConnectionStringBuilder settings) =>
        settings.DataSource.Length == 0 || settings.DataSource == ":memory:" || settings.Mode == SqliteOpenMode.Memory
            ? "Database:ConnectionString names no file. Give 'Data Source=<file>': evidence is not kept in memory."
            : null;

    private static string? SqlServerFault(SqlConnectionStringBuilder settings) =>
        settings.DataSource.Length == 0 || settings.InitialCatalog.Length == 0
            ? "Database:ConnectionString names no server or no database. Give 'Server=<host>;Database=<name>;…'."
            : null;

    private static string? PostgreSqlFault(NpgsqlConnectionStringBuilder settings) =>
        string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database)
            ? "Database:ConnectionString names no server or no database. Give 'Host=<host>;Database=<name>;Username=<role>;…'."
            : null;
}
