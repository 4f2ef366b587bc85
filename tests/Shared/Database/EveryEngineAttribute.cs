using System.Reflection;
using Portal.Compliance.Data;
using Portal.Tests.Shared.Database.PostgreSql;
using Xunit.Sdk;
using Xunit.v3;

namespace Portal.Tests.Shared.Database;

/// <summary>
/// One test body, every engine: <c>[Theory, EveryEngine] public async Task X(DatabaseEngine engine)</c>. An engine that is not to be
/// had is shown as skipped, with the reason. PostgreSQL is started by the tests themselves where it is installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryEngineAttribute : DataAttribute
{
    /// <summary>ADO.NET connection string of a SQL Server whose login may create and drop databases.</summary>
    public const string SqlServerVariable = "PORTAL_TEST_SQLSERVER";

    public static string? SqlServer => Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 } set ? set : null;

    /// <summary>Why this engine is not to be had; null when it is.</summary>
    public static string? Missing(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => null,
        DatabaseEngine.SqlServer => SqlServer is null ? $"No SQL Server here: set {SqlServerVariable} to a connection string that may create databases." : null,
        DatabaseEngine.PostgreSql => PostgreSqlServer.Missing,
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
    };

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<DatabaseEngine>().Select(engine => new TheoryDataRow(engine) { Skip = Missing(engine) })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
