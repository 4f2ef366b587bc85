using System.ComponentModel.DataAnnotations;

namespace Portal.Compliance.Data;

/// <summary>Which engine holds the rows. Bound from the <c>Database</c> section.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseEngine Engine { get; set; } = DatabaseEngine.Sqlite;

    /// <summary>ADO.NET connection string. For SQLite, <c>Data Source=…</c>.</summary>
    [Required(ErrorMessage = "Database:ConnectionString is missing. For SQLite give 'Data Source=<file>'; for SQL Server an ADO.NET connection string.")]
    public string ConnectionString { get; set; } = "";
}

public enum DatabaseEngine { Sqlite, SqlServer }
