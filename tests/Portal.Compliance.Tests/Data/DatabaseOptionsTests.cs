using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Compliance.Data;

namespace Portal.Compliance.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("Sqlite", "Data Source=portal.db", null)]
    [InlineData("SqlServer", "Server=db;Database=Portal;Integrated Security=true", null)]
    [InlineData("Sqlite", "", "Database:ConnectionString is missing. For SQLite give 'Data Source=<file>'; for SQL Server and PostgreSQL an ADO.NET connection string.")]
    [InlineData("Sqlite", "Data Source=:memory:", "Database:ConnectionString names no file. Give 'Data Source=<file>': evidence is not kept in memory.")]
    [InlineData("Sqlite", "Data Source=x;Mode=Memory", "Database:ConnectionString names no file. Give 'Data Source=<file>': evidence is not kept in memory.")]
    [InlineData("Sqlite", "Cache=Shared", "Database:ConnectionString names no file. Give 'Data Source=<file>': evidence is not kept in memory.")]
    [InlineData("SqlServer", "Server=db", "Database:ConnectionString names no server or no database. Give 'Server=<host>;Database=<name>;…'.")]
    [InlineData("SqlServer", "Database=Portal", "Database:ConnectionString names no server or no database. Give 'Server=<host>;Database=<name>;…'.")]
    [InlineData("SqlServer", "Server=db;Passwrd=hunter2", "Database:ConnectionString cannot be read as a connection string for SqlServer.")]
    [InlineData("PostgreSql", "Host=db;Database=portal;Username=portal_app", null)]
    [InlineData("PostgreSql", "Host=db", "Database:ConnectionString names no server or no database. Give 'Host=<host>;Database=<name>;Username=<role>;…'.")]
    [InlineData("PostgreSql", "Database=portal", "Database:ConnectionString names no server or no database. Give 'Host=<host>;Database=<name>;Username=<role>;…'.")]
    [InlineData("PostgreSql", "Host=db;Passwrd=hunter2", "Database:ConnectionString cannot be read as a connection string for PostgreSql.")]
    [InlineData("PostgreSql", "Host=db;Database=portal", "Database:AllowWithoutRowSecurity is for Development only. Remove it, and run the portal under a role that row-level security holds for (docs/databases.md).", true)]
    [InlineData("SqlServer", "Server=db;Database=Portal", null, false, true)]
    [InlineData("Sqlite", "Data Source=portal.db", "Database:Ledger needs SQL Server 2022 or Azure SQL. Remove it, or set Database:Engine to SqlServer.", false, true)]
    [InlineData("7", "Data Source=portal.db", "Database:Engine '7' is not known. Use Sqlite, SqlServer or PostgreSql.")]
    public void Options_AreCheckedAtStart_InWordsForWhoeverWroteThem(string engine, string connectionString, string? fault, bool withoutRowSecurity = false, bool ledger = false)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Engine"] = engine,
            ["Database:ConnectionString"] = connectionString,
            ["Database:AllowWithoutRowSecurity"] = withoutRowSecurity.ToString(),
            ["Database:Ledger"] = ledger.ToString(),
        }).Build();
        using var services = new ServiceCollection().AddComplianceData(configuration).BuildServiceProvider();
        var validator = services.GetRequiredService<IStartupValidator>();
        if (fault is null)
        {
            validator.Validate();
            return;
        }

        Assert.Equal([fault], Assert.Throws<OptionsValidationException>(validator.Validate).Failures);
    }
}
