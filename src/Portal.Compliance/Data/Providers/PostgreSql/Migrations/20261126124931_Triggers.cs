using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data.Providers.PostgreSql.Migrations;

/// <summary>Makes the triggers that keep rows in their organization and history as it was written, and the policies that show them to it alone.</summary>
[DbContext(typeof(PostgreSqlSchemaContext))]
[Migration("20261126124931_Triggers")]
internal sealed class Triggers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunFrozenSql(DatabaseEngine.PostgreSql, FrozenSql.Triggers);
        migrationBuilder.RunFrozenSql(DatabaseEngine.PostgreSql, FrozenSql.RowSecurity);
    }
}
