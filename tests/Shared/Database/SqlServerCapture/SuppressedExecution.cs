using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

/// <summary>Takes down what would be sent, and sends nothing: no connection is opened, every answer is empty.</summary>
internal sealed class SuppressedExecution(Action<DbCommand> captured) : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        captured(command);
        return InterceptionResult<DbDataReader>.SuppressWithResult(new DataTable().CreateDataReader());
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        captured(command);
        return InterceptionResult<object>.SuppressWithResult(DBNull.Value);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        captured(command);
        return InterceptionResult<int>.SuppressWithResult(0);
    }
}

internal sealed class SuppressedConnection : DbConnectionInterceptor
{
    public static readonly SuppressedConnection Instance = new();

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        InterceptionResult.Suppress();
}
