using Microsoft.Data.Sqlite;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Coverage.Reading;
using Portal.Connectors.Sdk;

namespace Portal.Benchmarks.Coverage;

/// <summary>
/// Coverage's facts as somebody would fetch them who writes SQL by hand: a pooled connection, five or six statements, no EF Core. Newest
/// observations by one statement, a seek for each connection, kind and instant; a period's by one more.
/// </summary>
internal sealed record HandWrittenFacts(
    List<AdoptionFact> Adoptions, List<ScopeFact> Scopes, List<RequirementFact> Requirements, List<CoverageSource> Sources,
    List<ObservationFact> Observations)
{
    private const string InPeriod = """
        SELECT o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId
        FROM Connections c
        CROSS JOIN (SELECT 'bamboohr.active_employees' AS Kind UNION ALL SELECT 'bamboohr.terminations'
            UNION ALL SELECT 'bamboohr.onboarding_completion') k
        JOIN Observations o ON o.OrganizationId = @o AND o.ConnectionId = c.Id AND o.Kind = k.Kind AND o.Accepted = 1 AND o.AsOf > @t0 AND o.AsOf <= @t1
        WHERE c.OrganizationId = @o
        """;

    /// <summary>What answers for every instant of a period.</summary>
    public static Task<HandWrittenFacts> DuringAsync(World world, DateTimeOffset from, DateTimeOffset to) => ReadAsync(world, [from], [from, to]);

    /// <summary>What answers for two instants.</summary>
    public static Task<HandWrittenFacts> AtAsync(World world, DateTimeOffset first, DateTimeOffset second) => ReadAsync(world, [first, second], null);

    private static async Task<HandWrittenFacts> ReadAsync(World world, DateTimeOffset[] instants, DateTimeOffset[]? period)
    {
        await using var connection = new SqliteConnection(world.ConnectionString);
        await connection.OpenAsync();
        var organization = world.Tenant.OrganizationId;
        var facts = new HandWrittenFacts(
            await RowsAsync("SELECT Framework, EffectiveFrom, EffectiveTo FROM FrameworkAdoptions WHERE OrganizationId = @o",
                r => new AdoptionFact(r.GetString(0), Between(r, 1))),
            await RowsAsync("SELECT Framework, Control, InScope, Reason, EffectiveFrom, EffectiveTo FROM ControlScopes WHERE OrganizationId = @o",
                r => new ScopeFact(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetString(3), Between(r, 4))),
            await RowsAsync("SELECT Framework, Control, EvidenceKind, EffectiveFrom, EffectiveTo FROM Requirements WHERE OrganizationId = @o",
                r => new RequirementFact(r.GetString(0), r.GetString(1), r.GetString(2), Between(r, 3))),
            await RowsAsync("""
                SELECT Id, Connector, Name, AccountLabel, State, CreatedAt, DeletedAt, Cadence, Grace, StaleAfter
                FROM Connections WHERE OrganizationId = @o
                """,
                r => new CoverageSource(
                    r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), Enum.Parse<ConnectionState>(r.GetString(4)), At(r, 5),
                    r.IsDBNull(6) ? null : At(r, 6), new TimeSpan(r.GetInt64(7)), new TimeSpan(r.GetInt64(8)), new TimeSpan(r.GetInt64(9)))),
            await RowsAsync($"""
                SELECT DISTINCT o.ConnectionId, o.Kind, o.AsOf, o.Result, o.ReasonCode, o.EvidenceId
                FROM Connections c
                CROSS JOIN (SELECT 'bamboohr.active_employees' AS Kind UNION ALL SELECT 'bamboohr.terminations'
                    UNION ALL SELECT 'bamboohr.onboarding_completion') k
                CROSS JOIN (SELECT @t0 AS At{(instants.Length > 1 ? " UNION ALL SELECT @t1" : "")}) i
                JOIN Observations o ON o.OrganizationId = @o AND o.ConnectionId = c.Id AND o.Kind = k.Kind AND o.Accepted = 1 AND o.AsOf =
                    (SELECT MAX(n.AsOf) FROM Observations n
                     WHERE n.OrganizationId = @o AND n.ConnectionId = c.Id AND n.Kind = k.Kind AND n.Accepted = 1 AND n.AsOf <= i.At)
                WHERE c.OrganizationId = @o
                """,
                Observation));
        if (period is not null)
        {
            facts.Observations.AddRange(await RowsAsync(InPeriod, Observation, period));
        }

        return facts;

        static ObservationFact Observation(SqliteDataReader r) => new(
            r.GetGuid(0), r.GetString(1), At(r, 2), Enum.Parse<EvidenceResult>(r.GetString(3)), r.IsDBNull(4) ? null : r.GetString(4), r.GetGuid(5));

        async Task<List<T>> RowsAsync<T>(string sql, Func<SqliteDataReader, T> read, DateTimeOffset[]? asked = null)
        {
            asked ??= instants;
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("@o", organization);
            for (var i = 0; i < asked.Length; i++)
            {
                command.Parameters.AddWithValue($"@t{i}", asked[i].UtcTicks);
            }

            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    public static bool AreSame(CoverageReading ours, HandWrittenFacts theirs) =>
        theirs.Observations.Count > 0
        && theirs.Observations.ToHashSet().SetEquals(ours.Facts.Observations) && theirs.Observations.Count == ours.Facts.Observations.Count
        && theirs.Adoptions.ToHashSet().SetEquals(ours.Facts.Adoptions) && theirs.Scopes.ToHashSet().SetEquals(ours.Facts.Scopes)
        && theirs.Requirements.ToHashSet().SetEquals(ours.Facts.Requirements) && theirs.Sources.ToHashSet().SetEquals(ours.Sources);

    private static DateTimeOffset At(SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    private static Effective Between(SqliteDataReader row, int column) => new(At(row, column), row.IsDBNull(column + 1) ? null : At(row, column + 1));
}
