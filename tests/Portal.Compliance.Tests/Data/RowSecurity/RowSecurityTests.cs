using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.PostgreSql;

namespace Portal.Compliance.Tests.Data.RowSecurity;

/// <summary>What a PostgreSQL server keeps to each organization by itself, when everything above it was walked past.</summary>
public sealed class RowSecurityTests
{
    [Fact]
    public async Task Raw_ReadOfEveryTable_SeesOwnRowsOnlyAndWithoutATenantNone()
    {
        await using var database = await FilledAsync();
        var tables = Tables(database);
        await using var acme = database.Rows(database.Acme);
        await using var directory = database.Directory();
        foreach (var table in tables)
        {
            // A purge record comes through the purge door only: the sample has none.
            Assert.Equal(table == "EvidencePurges" ? 0 : 1, await CountAsync(acme, table));
            Assert.Equal(0, await CountAsync(directory, table));
        }
    }

    [Fact]
    public async Task Raw_WriteToAnotherOrganization_IsRefusedOrFindsNothing()
    {
        await using var database = await FilledAsync();
        await using var acme = database.Rows(database.Acme);
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => acme.Database.ExecuteSqlRawAsync(
            "INSERT INTO \"FrameworkAdoptions\" (\"OrganizationId\", \"Id\", \"Framework\", \"EffectiveFrom\") VALUES ({0}, {1}, 'soc2', 0)", database.Globex.OrganizationId, Guid.NewGuid()));
        Assert.Contains("row-level security", refused.Message, StringComparison.Ordinal);
        foreach (var table in Tables(database))
        {
            Assert.Equal(0, await acme.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\" WHERE \"OrganizationId\" = {{0}}", database.Globex.OrganizationId));
        }
    }

    [Fact]
    public async Task Pool_ThatResetsNothing_StillShowsNobodyTheLastUsersRows()
    {
        await using var filled = await FilledAsync();
        var connectionString = new NpgsqlConnectionStringBuilder(filled.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 1 }.ConnectionString;
        await using var database = filled.At(connectionString);
        for (var round = 0; round < 3; round++)
        {
            foreach (var tenant in new[] { database.Acme, database.Globex })
            {
                await using var rows = database.Rows(tenant);
                Assert.Equal([tenant.OrganizationId], await rows.Database.SqlQueryRaw<Guid>("SELECT \"OrganizationId\" AS \"Value\" FROM \"Connections\"").ToListAsync());
            }

            await using var directory = database.Directory();
            Assert.Equal(0, await CountAsync(directory, "Connections"));
        }

        await using var pool = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(pool);
    }

    [Fact]
    public async Task Truncate_EvenByTheOwner_IsRefused()
    {
        await using var database = await FilledAsync();
        await using var acme = database.Rows(database.Acme);
        await Assert.ThrowsAnyAsync<DbException>(() => acme.Database.ExecuteSqlRawAsync("TRUNCATE \"Outbox\""));
        var owner = await PostgreSqlDatabases.AsAsync(database.ConnectionString, PostgreSqlDatabases.Owner);
        foreach (var table in Tables(database))
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgreSqlDatabases.RunAsync(owner, $"TRUNCATE \"{table}\" CASCADE"));
            Assert.EndsWith("TRUNCATE refused.", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ALTER TABLE \"Evidence\" DISABLE ROW LEVEL SECURITY", "Evidence: row-level security is off")]
    [InlineData("ALTER TABLE \"Evidence\" NO FORCE ROW LEVEL SECURITY", "Evidence: row-level security is not forced")]
    [InlineData("DROP POLICY \"RLS_Evidence\" ON \"Evidence\"", "Evidence: its policy is missing or changed, or another stands beside it")]
    [InlineData("ALTER POLICY \"RLS_Evidence\" ON \"Evidence\" USING (true)", "Evidence: its policy is missing or changed, or another stands beside it")]
    [InlineData("GRANT TRIGGER ON \"Evidence\" TO portal_app", "Evidence: this role, or one that it could become, may empty it or add a trigger to it")]
    [InlineData("GRANT TRUNCATE ON \"Evidence\" TO PUBLIC", "Evidence: this role, or one that it could become, may empty it or add a trigger to it")]
    [InlineData("GRANT CREATE ON SCHEMA public TO portal_app", "the role portal_app may create in the schema public")]
    [InlineData("CREATE POLICY \"more\" ON \"Evidence\" FOR SELECT USING (true)", "Evidence: its policy is missing or changed, or another stands beside it")]
    public async Task Prepare_WhenSomebodyOpenedATable_RefusesToStart(string tampering, string fault)
    {
        SkipWithout();
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        var start = database.Services.GetRequiredService<DatabaseStart>();
        await start.PrepareAsync();
        await PostgreSqlDatabases.RunAsync(await PostgreSqlDatabases.AsAsync(database.ConnectionString, PostgreSqlDatabases.Owner), tampering);
        Assert.Equal([fault], (await Assert.ThrowsAsync<RowSecurityMissingException>(() => start.PrepareAsync())).Faults);
    }

    [Fact]
    public async Task Prepare_UnderARoleThatMayDoTooMuch_RefusesToStart()
    {
        SkipWithout();
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        await using var owner = await database.AsOwnerAsync();
        var owned = await Assert.ThrowsAsync<RowSecurityMissingException>(() => owner.Services.GetRequiredService<DatabaseStart>().PrepareAsync());
        Assert.Equal("the role portal_owner owns the schema public", owned.Faults[0]);
        Assert.All(owned.Faults.Skip(1), fault => Assert.EndsWith(": this role owns it", fault, StringComparison.Ordinal));
        await using var administrator = database.At(await PostgreSqlDatabases.AsAsync(database.ConnectionString, null));
        var powerful = await Assert.ThrowsAsync<RowSecurityMissingException>(() => administrator.Services.GetRequiredService<DatabaseStart>().PrepareAsync());
        Assert.EndsWith("is a superuser", powerful.Faults[0], StringComparison.Ordinal);
    }

    /// <summary>SET ROLE needs membership and nothing else, so what a role could become counts as what it is.</summary>
    [Theory]
    [InlineData("CREATE ROLE {0} SUPERUSER", "could become {0}, which is a superuser")]
    [InlineData("CREATE ROLE {0} BYPASSRLS", "could become {0}, which has BYPASSRLS")]
    [InlineData("CREATE ROLE {0} REPLICATION", "could become {0}, which has REPLICATION")]
    [InlineData("CREATE ROLE {0} CREATEROLE", "could become {0}, which has CREATEROLE")]
    [InlineData("CREATE ROLE {0}; GRANT pg_read_server_files TO {0}", "could become pg_read_server_files, which reaches beneath the database")]
    [InlineData("CREATE ROLE {0}; GRANT portal_owner TO {0}", "could become portal_owner, which owns the schema public")]
    public async Task Prepare_UnderARoleThatCouldBecomeAnother_RefusesToStart(string granted, string fault)
    {
        SkipWithout();
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        var administrator = await PostgreSqlDatabases.AsAsync(database.ConnectionString, null);
        // Roles belong to the server, which other tests use at the same time.
        var (role, group) = ($"app_{Guid.NewGuid():N}", $"group_{Guid.NewGuid():N}");
        await PostgreSqlDatabases.RunAsync(administrator, $"CREATE ROLE {role} LOGIN NOINHERIT; GRANT CONNECT ON DATABASE \"{new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}\" TO {role}; GRANT USAGE ON SCHEMA public TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}");
        await using var app = database.At(await PostgreSqlDatabases.AsAsync(database.ConnectionString, role));
        var start = app.Services.GetRequiredService<DatabaseStart>();
        await start.PrepareAsync();
        await PostgreSqlDatabases.RunAsync(administrator, $"{string.Format(CultureInfo.InvariantCulture, granted, group)}; GRANT {group} TO {role}");
        var refused = await Assert.ThrowsAsync<RowSecurityMissingException>(() => start.PrepareAsync());
        await using (var pool = new NpgsqlConnection(app.ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await PostgreSqlDatabases.RunAsync(administrator, $"DROP OWNED BY {role}; DROP ROLE {role}; DROP ROLE {group}");
        Assert.Contains($"the role {role} {string.Format(CultureInfo.InvariantCulture, fault, group)}", refused.Faults);
        Assert.Equal(fault.Contains("portal_owner", StringComparison.Ordinal), refused.Faults.Contains("Evidence: this role could become portal_owner, which owns it"));
    }

    [Fact]
    public async Task Prepare_WhenAPolicyAsksAnotherFunctionOfTheSameName_RefusesToStart()
    {
        SkipWithout();
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        await PostgreSqlDatabases.RunAsync(await PostgreSqlDatabases.AsAsync(database.ConnectionString, null), """
            CREATE SCHEMA other;
            GRANT USAGE ON SCHEMA other TO portal_app;
            CREATE FUNCTION other.portal_organization() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid';
            ALTER POLICY "RLS_Evidence" ON "Evidence" USING ("OrganizationId" = other.portal_organization()) WITH CHECK ("OrganizationId" = other.portal_organization());
            """);
        await using var misled = database.At(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "other, public" }.ConnectionString);
        var refused = await Assert.ThrowsAsync<RowSecurityMissingException>(() => misled.Services.GetRequiredService<DatabaseStart>().PrepareAsync());
        await using var pool = new NpgsqlConnection(misled.ConnectionString);
        NpgsqlConnection.ClearPool(pool);
        Assert.Equal(["Evidence: its policy is missing or changed, or another stands beside it"], refused.Faults);
    }

    [Theory]
    [InlineData("CREATE FUNCTION public.quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER \"quiet\" BEFORE INSERT ON \"Outbox\" FOR EACH ROW EXECUTE FUNCTION quiet()", "quiet on Outbox")]
    [InlineData("CREATE FUNCTION public.quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER \"TR_Evidence_NoDelete\" BEFORE INSERT ON \"Outbox\" FOR EACH ROW EXECUTE FUNCTION quiet()", "TR_Evidence_NoDelete on Outbox")]
    [InlineData("CREATE RULE \"quiet\" AS ON INSERT TO \"People\" DO INSTEAD NOTHING", "quiet on People")]
    public async Task Prepare_WhenSomebodyAddedATriggerOrARule_RefusesToStartAndNamesIt(string tampering, string added)
    {
        SkipWithout();
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        await PostgreSqlDatabases.RunAsync(await PostgreSqlDatabases.AsAsync(database.ConnectionString, PostgreSqlDatabases.Owner), tampering);
        var refused = await Assert.ThrowsAsync<TriggersAlteredException>(() => database.Services.GetRequiredService<DatabaseStart>().PrepareAsync());
        Assert.Equal([added], refused.Added);
        Assert.Empty(refused.Triggers);
    }

    private static void SkipWithout() => Assert.SkipWhen(EveryEngineAttribute.Missing(DatabaseEngine.PostgreSql) is not null, EveryEngineAttribute.Missing(DatabaseEngine.PostgreSql) ?? "");

    private static async Task<TestDatabase> FilledAsync()
    {
        SkipWithout();
        var database = await TestDatabase.CreateAsync(DatabaseEngine.PostgreSql);
        await SampleOrganization.FillAsync(database, database.Acme);
        await SampleOrganization.FillAsync(database, database.Globex);
        return database;
    }

    private static List<string> Tables(TestDatabase database)
    {
        using var rows = database.Rows(database.Acme);
        return [.. rows.Model.GetEntityTypes().Select(e => e.GetTableName()!)];
    }

    private static Task<long> CountAsync(DbContext rows, string table) =>
        rows.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM \"{table}\"").SingleAsync();
}
