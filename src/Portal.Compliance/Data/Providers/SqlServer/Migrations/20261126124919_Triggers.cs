using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data.Providers.SqlServer.Migrations;

/// <summary>Makes the triggers that keep rows in their organization and history as it was written, and the policies that show them to it alone.</summary>
[DbContext(typeof(SqlServerSchemaContext))]
[Migration("20261126124919_Triggers")]
internal sealed class Triggers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunFrozenSql(DatabaseEngine.SqlServer, FrozenSql.Triggers);
        migrationBuilder.RunFrozenSql(DatabaseEngine.SqlServer, FrozenSql.RowSecurity);
    }
}
