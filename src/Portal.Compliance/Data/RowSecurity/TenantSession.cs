using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Portal.Compliance.Data.RowSecurity;

/// <summary>
/// Tells a server, each time a context opens its connection, whose rows the session may see: the context's own organization's, or nobody's
/// for a context without one. It never relies on what the pool left behind: with <c>No Reset On Close=true</c> that is the last user's.
/// </summary>
internal sealed class TenantSession : DbConnectionInterceptor
{
    public static readonly TenantSession Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Announcement(connection, eventData.Context);
        command?.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Announcement(connection, eventData.Context);
        if (command is not null)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <returns>Null where there is nothing to say.</returns>
    private static DbCommand? Announcement(DbConnection connection, DbContext? context)
    {
        var organization = (context as PortalDbContext)?.OrganizationId;
        return connection switch
        {
            // Somebody suppressed the opening.
            { State: not ConnectionState.Open } => null,
            NpgsqlConnection => Command(connection, "SELECT set_config('portal.organization', @organization, false)", organization?.ToString("D") ?? ""),
            // The pool has cleared the session's keys. Once set it cannot be changed until the pool clears it again.
            SqlConnection when organization is { } id => Command(connection, "EXEC sys.sp_set_session_context @key = N'OrganizationId', @value = @organization, @read_only = 1", id),
            _ => null,
        };
    }

    private static DbCommand Command(DbConnection connection, string sql, object organization)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "organization";
        parameter.Value = organization;
        command.Parameters.Add(parameter);
        return command;
    }
}
