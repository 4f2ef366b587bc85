using System.Reflection;
using Portal.Compliance.Data;
using Xunit.Sdk;
using Xunit.v3;

namespace Portal.Tests.Shared.Database;

/// <summary>
/// One test body, every engine: <c>[Theory, EveryEngine] public async Task X(DatabaseEngine engine)</c>. An engine that is not to be
/// had is shown as skipped, with the reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryEngineAttribute : DataAttribute
{
    /// <summary>ADO.NET connection string of a SQL Server whose login may create and drop databases.</summary>
    public const string SqlServerVariable = "PORTAL_TEST_SQLSERVER";

    public static string? SqlServer => Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 } set ? set : null;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(
    [
        new TheoryDataRow(DatabaseEngine.Sqlite),
        new TheoryDataRow(DatabaseEngine.SqlServer)
        {
            Skip = SqlServer is null ? $"No SQL Server here: set {SqlServerVariable} to a connection string that may create databases." : null,
        },
    ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
