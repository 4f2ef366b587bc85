using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>
/// The one way past the change tracker: prepared INSERTs over the context's own connection and transaction, because tracking every row
/// halves the speed of a large sync. It keeps what the change tracker would have kept: the organization column is stamped with the
/// context's organization, and a row that says another one is refused before anything is sent. Columns come from the model.
/// </summary>
internal sealed class BulkWriter(PortalDbContext db) : IAsyncDisposable
{
    // What a model's columns are never changes; finding out costs as much as writing a hundred rows.
    private static readonly ConditionalWeakTable<IModel, ConcurrentDictionary<Type, object>> Known = [];

    private readonly Dictionary<(Type Row, bool OnlyMissing), DbCommand> _commands = [];

    /// <exception cref="CrossTenantWriteException">The row belongs to another organization.</exception>
    public Task InsertAsync<T>(T row, CancellationToken cancellationToken)
        where T : class, ITenantOwned => WriteAsync(row, onlyMissing: false, cancellationToken);

    /// <summary>Inserts unless a row with the same primary key is there.</summary>
    /// <returns>Whether the row was written.</returns>
    /// <inheritdoc cref="InsertAsync{T}"/>
    public async Task<bool> InsertMissingAsync<T>(T row, CancellationToken cancellationToken)
        where T : class, ITenantOwned => await WriteAsync(row, onlyMissing: true, cancellationToken) == 1;

    private async Task<int> WriteAsync<T>(T row, bool onlyMissing, CancellationToken cancellationToken)
        where T : class, ITenantOwned
    {
        if (row.OrganizationId != db.OrganizationId)
        {
            throw new CrossTenantWriteException(typeof(T).Name);
        }

        var columns = Columns<T>();
        if (!_commands.TryGetValue((typeof(T), onlyMissing), out var command))
        {
            command = await PrepareAsync(columns, onlyMissing, cancellationToken);
            _commands.Add((typeof(T), onlyMissing), command);
        }

        for (var i = 0; i < columns.Length; i++)
        {
            // The stamp was set once, when the command was prepared.
            if (!columns[i].IsStamp)
            {
                command.Parameters[i].Value = columns[i].Read(row) ?? DBNull.Value;
            }
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private Column<T>[] Columns<T>() =>
        (Column<T>[])Known.GetOrCreateValue(db.Model).GetOrAdd(typeof(T), static (type, model) =>
            (model.FindEntityType(type) ?? throw new InvalidOperationException($"{type.Name} is not part of the model."))
                .GetProperties().Select(p => new Column<T>(p)).ToArray(), db.Model);

    private async Task<DbCommand> PrepareAsync<T>(Column<T>[] columns, bool onlyMissing, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Bulk rows are written inside a transaction only.");
        var command = Draft(columns, onlyMissing);
        command.Transaction = transaction.GetDbTransaction();
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    /// <summary>The command as it will be prepared; needs no open connection.</summary>
    internal DbCommand Draft<T>(bool onlyMissing)
        where T : class, ITenantOwned => Draft(Columns<T>(), onlyMissing);

    private DbCommand Draft<T>(Column<T>[] columns, bool onlyMissing)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());
        var names = string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)));
        var values = string.Join(", ", columns.Select((_, i) => Parameter(i)));
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = onlyMissing
            ? $"INSERT INTO {table} ({names}) SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {SameKey(columns, sql)})"
            : $"INSERT INTO {table} ({names}) VALUES ({values})";
        for (var i = 0; i < columns.Length; i++)
        {
            command.Parameters.Add(columns[i].Parameter(command, Parameter(i)));
            if (columns[i].IsStamp)
            {
                command.Parameters[i].Value = db.OrganizationId;
            }
        }

        return command;
    }

    private static string SameKey<T>(Column<T>[] columns, ISqlGenerationHelper sql) => string.Join(" AND ",
        columns.Select((c, i) => (c, i)).Where(c => c.c.IsKey).Select(c => $"{sql.DelimitIdentifier(c.c.Name)} = {Parameter(c.i)}"));

    private static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }
    }

    /// <summary>One column: how to read it from a row and how to hand it to the engine.</summary>
    private sealed class Column<T>
    {
        private readonly RelationalTypeMapping _mapping;
        private readonly bool _nullable;

        public Column(IProperty property)
        {
            Name = property.GetColumnName();
            IsKey = property.IsPrimaryKey();
            IsStamp = property.Name == nameof(ITenantOwned.OrganizationId);
            _mapping = property.GetRelationalTypeMapping();
            _nullable = property.IsNullable;
            Read = Reader(property, _mapping);
        }

        public string Name { get; }

        public bool IsKey { get; }

        public bool IsStamp { get; }

        public Func<T, object?> Read { get; }

        public DbParameter Parameter(DbCommand command, string name)
        {
            var parameter = _mapping.CreateParameter(command, name, null, _nullable);
            if (_mapping.Size is { } size)
            {
                // A server prepares nothing of unknown length; longer values are refused when they are read.
                parameter.Size = size;
            }
            else if (parameter.Size > 0)
            {
                // Without a value to look at, SQL Server's mapping guesses 8000 bytes for an unbounded column; the rest would be cut off.
                parameter.Size = -1;
            }

            return parameter;
        }

        private static Func<T, object?> Reader(IProperty property, RelationalTypeMapping mapping)
        {
            var row = Expression.Parameter(typeof(T));
            var read = Expression.Lambda<Func<T, object?>>(
                Expression.Convert(Expression.Property(row, property.PropertyInfo!), typeof(object)), row).Compile();
            Func<T, object?> provided =
                mapping.Converter is { } converter ? value => read(value) is { } raw ? converter.ConvertToProvider(raw) : null : read;
            // Parameters with a length cut longer values off without a word.
            return property.GetMaxLength() is { } longest ? value => Within(longest, provided(value), property) : provided;
        }

        private static object? Within(int longest, object? value, IProperty property) =>
            (value is string text && text.Length > longest) || (value is byte[] bytes && bytes.Length > longest)
                ? throw new InvalidOperationException($"{property.DeclaringType.ClrType.Name}.{property.Name} holds at most {longest}.")
                : value;
    }
}
