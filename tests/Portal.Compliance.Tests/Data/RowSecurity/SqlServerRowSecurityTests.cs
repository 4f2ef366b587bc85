using Microsoft.SqlServer.TransactSql.ScriptDom;
using Portal.Compliance.Data;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;

namespace Portal.Compliance.Tests.Data.RowSecurity;

/// <summary>What SQL Server's catalogue answers, as it answers it, and what the start makes of it. No server is needed for that.</summary>
public sealed class SqlServerRowSecurityTests
{
    private const string Filter = "dbo.PortalTenants on bound always FILTER everything [dbo].[PortalOrganization]([OrganizationId])";
    private const string Block = "dbo.PortalTenants on bound always BLOCK everything [dbo].[PortalOrganization]([OrganizationId])";

    [Theory]
    [InlineData(Filter, Block)]
    [InlineData(Block, Filter)]
    [InlineData("dbo.PortalTenants on bound always FILTER everything ([dbo].[PortalOrganization]([OrganizationId]))", "dbo.PortalTenants on bound always BLOCK everything ([dbo].[PortalOrganization]([OrganizationId]))")]
    public void TableFaults_AsTheMigrationsMadeIt_AreNone(params string[] predicates) => Assert.Empty(SqlServerRowSecurity.TableFaults(["Evidence"], Of(predicates)));

    [Theory]
    [InlineData(Filter)]
    [InlineData(Filter, Filter)]
    [InlineData(Filter, Block, Block)]
    [InlineData("dbo.PortalTenants off bound always FILTER everything [dbo].[PortalOrganization]([OrganizationId])", Block)]
    [InlineData("dbo.PortalTenants on unbound always FILTER everything [dbo].[PortalOrganization]([OrganizationId])", Block)]
    [InlineData("dbo.PortalTenants on bound not for replication FILTER everything [dbo].[PortalOrganization]([OrganizationId])", Block)]
    [InlineData("dbo.Mine on bound always FILTER everything [dbo].[PortalOrganization]([OrganizationId])", Block)]
    [InlineData(Filter, "dbo.PortalTenants on bound always BLOCK one operation [dbo].[PortalOrganization]([OrganizationId])")]
    [InlineData("dbo.PortalTenants on bound always FILTER everything [evil].[PortalOrganization]([OrganizationId])", Block)]
    [InlineData("dbo.PortalTenants on bound always FILTER everything [dbo].[PortalOrganizationOrAll]([OrganizationId])", Block)]
    [InlineData("dbo.PortalTenants on bound always FILTER everything [dbo].[PortalOrganization]([ConnectionOrganizationId])", Block)]
    [InlineData("dbo.PortalTenants on bound always FILTER everything ([dbo].[PortalOrganization]([OrganizationId]) OR [dbo].[All]([Id]))", Block)]
    public void TableFaults_AnythingElse_IsAFault(params string[] predicates) =>
        Assert.Equal(["Evidence: its FILTER or BLOCK predicate is missing, switched off or changed, or another stands beside it"], SqlServerRowSecurity.TableFaults(["Evidence"], Of(predicates)));

    [Fact]
    public void FunctionFaults_OnlyTheFrozenText_IsNone()
    {
        var text = FrozenSql.All(DatabaseEngine.SqlServer).SelectMany(FrozenSql.Batches).Single(sql => sql.StartsWith("CREATE FUNCTION [dbo].[PortalOrganization]", StringComparison.Ordinal));
        Assert.Empty(SqlServerRowSecurity.FunctionFaults([new("dbo.PortalOrganization", text)]));
        Assert.Empty(SqlServerRowSecurity.FunctionFaults([new("dbo.PortalOrganization", text.ReplaceLineEndings("\r\n"))]));
        // Without its condition it shows every row, and is still a piece of the frozen text.
        var open = text[..text.IndexOf(" WHERE", StringComparison.Ordinal)];
        List<List<Finding>> wrong =
        [
            [], [new("dbo.PortalOrganization", open)], [new("dbo.PortalOrganization", "")], [new("evil.PortalOrganization", text)],
            [new("dbo.PortalOrganization", text), new("evil.PortalOrganization", text)], [new("dbo.PortalOrganization", text.Replace(" = ", " <> ", StringComparison.Ordinal))],
        ];
        Assert.All(wrong, found => Assert.Single(SqlServerRowSecurity.FunctionFaults(found)));
    }

    /// <summary>A wrong function or permission name is not an error to the server: it answers NULL, which is no right. So the names are checked here.</summary>
    [Fact]
    public void Questions_OfTheIdentity_NameWhatTheServerKnows()
    {
        string[] known =
        [
            "db_owner", "db_ddladmin", "db_securityadmin", "db_accessadmin", "db_backupoperator", "sysadmin", "securityadmin", "dbcreator",
            "CONTROL", "ALTER", "TAKE OWNERSHIP", "ALTER ANY SECURITY POLICY", "ALTER ANY SCHEMA", "ALTER ANY ROLE", "ALTER ANY USER", "ALTER ANY APPLICATION ROLE",
            "ALTER ANY DATABASE DDL TRIGGER", "BACKUP DATABASE", "CONTROL SERVER", "ALTER ANY DATABASE", "ALTER ANY LOGIN", "ALTER ANY SERVER ROLE", "IMPERSONATE ANY LOGIN",
        ];
        var asked = new[] { SqlServerRowSecurity.Identity, SqlServerRowSecurity.ServerIdentity }.SelectMany(Listed).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(known.Order(StringComparer.Ordinal), asked);
    }

    [Theory]
    [MemberData(nameof(Catalogues))]
    public void Questions_ToTheCatalogue_Parse(string sql)
    {
        new TSql130Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}: {e.Message}"));
    }

    public static TheoryData<string> Catalogues() => new(
        SqlServerRowSecurity.Predicates, SqlServerRowSecurity.Function, SqlServerRowSecurity.Edition, SqlServerRowSecurity.Identity, SqlServerRowSecurity.ServerIdentity, TriggerCheck.SqlServerCatalogue);

    private static IEnumerable<Finding> Of(string[] predicates) => predicates.Select(p => new Finding("dbo.Evidence", p));

    /// <summary>The strings of every VALUES list.</summary>
    private static IEnumerable<string> Listed(string sql)
    {
        var listed = new Literals();
        new TSql130Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out _).Accept(listed);
        return listed.Found;
    }

    private sealed class Literals : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void Visit(InlineDerivedTable node) => Found.AddRange(node.RowValues.SelectMany(r => r.ColumnValues).Cast<StringLiteral>().Select(l => l.Value));
    }
}
