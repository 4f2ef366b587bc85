using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Data.Providers.Sqlite.Migrations;

/// <summary>Makes the triggers that keep rows in their organization and history as it was written. Changes no table.</summary>
[DbContext(typeof(SqliteSchemaContext))]
[Migration("20261126124912_Triggers")]
internal sealed class Triggers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunFrozenSql(DatabaseEngine.Sqlite, FrozenSql.Triggers);
}
