using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

/// <summary>A command that EF Core would have sent to SQL Server.</summary>
internal sealed record CapturedCommand(string Text, IReadOnlyList<string> Parameters)
{
    public static CapturedCommand Of(DbCommand command) =>
        new(command.CommandText, [.. command.Parameters.Cast<SqlParameter>().Select(Declare)]);

    /// <summary>SQL that is written once for both engines: its parameters are declared by their values, as SqlClient would.</summary>
    public static CapturedCommand OfRaw(DbCommand command) => new(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => $"{p.ParameterName} {p.Value switch
    {
        Guid => "uniqueidentifier",
        string => "nvarchar(4000)",
        long => "bigint",
        int => "int",
        bool => "bit",
        byte[] => "varbinary(max)",
        var other => throw new NotSupportedException($"{p.ParameterName}: say how SQL Server takes a {other?.GetType().Name ?? "null"}."),
    }}")]);

    /// <summary>The command inside a procedure, so that an offline model resolves every table and column it names.</summary>
    public string AsProcedure(string name) => $"CREATE PROCEDURE [{name}] {string.Join(", ", Parameters)} AS\n{Text}";

    private static string Declare(SqlParameter parameter)
    {
        var name = parameter.ParameterName.StartsWith('@') ? parameter.ParameterName : "@" + parameter.ParameterName;
        var type = parameter.SqlDbType switch
        {
            SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary or SqlDbType.Binary or SqlDbType.NChar or SqlDbType.Char =>
                $"{parameter.SqlDbType.ToString().ToLowerInvariant()}({Length(parameter)})",
            SqlDbType.Udt or SqlDbType.Structured => throw new NotSupportedException($"{name}: {parameter.SqlDbType} parameters are not used here."),
            var plain => plain.ToString().ToLowerInvariant(),
        };
        return $"{name} {type}";
    }

    private static string Length(SqlParameter parameter) =>
        parameter.Size is > 0 and <= 4000 ? parameter.Size.ToString(CultureInfo.InvariantCulture) : "max";
}
