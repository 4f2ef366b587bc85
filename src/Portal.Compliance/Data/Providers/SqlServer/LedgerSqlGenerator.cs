using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Update;

namespace Portal.Compliance.Data.Providers.SqlServer;

/// <summary>
/// Makes the audit log's tables append-only ledger tables of SQL Server 2022 or Azure SQL, so that the server itself can prove to whoever
/// holds a database digest that no row was changed below it. A table can be one from its first moment only.
/// </summary>
internal sealed class LedgerSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, ICommandBatchPreparer commands)
    : SqlServerMigrationsSqlGenerator(dependencies, commands)
{
    /// <summary>Tables that nothing is ever changed in or purged from.</summary>
    public static readonly IReadOnlyList<string> Tables = ["AuditCheckpoints", "AuditEntries"];

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!Tables.Contains(operation.Name, StringComparer.Ordinal))
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        base.Generate(operation, model, builder, terminate: false);
        builder.Append(" WITH (LEDGER = ON (APPEND_ONLY = ON))").AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator).EndCommand();
    }
}
