using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.RowSecurity;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>The schema that the SQL Server migrations build, in a DacFx model: names resolve as they would on a server, without one.</summary>
internal sealed class SqlServerSchema : IDisposable
{
    private readonly TSqlModel _model = new(SqlServerVersion.Sql160, new TSqlModelOptions());

    /// <summary>Statements of the migration script that define nothing: transactions, and EF Core's own history rows.</summary>
    private static readonly HashSet<Type> Undefining =
        [typeof(BeginTransactionStatement), typeof(CommitTransactionStatement), typeof(InsertStatement), typeof(IfStatement)];

    public static SqlServerSchema FromMigrations(bool ledger = false)
    {
        using var schema = new DatabaseProvider(new() { Engine = DatabaseEngine.SqlServer, ConnectionString = "Server=never-opened;Database=Portal", Ledger = ledger }).OpenSchema();
        var model = new SqlServerSchema();
        model.Load(schema.GetService<IMigrator>().GenerateScript());
        return model;
    }

    public int Count(ModelTypeClass type) => _model.GetObjects(DacQueryScopes.UserDefined, type).Count();

    /// <summary>Names of the tables that only ever grow, by the server's own ledger.</summary>
    public IReadOnlyList<string> AppendOnlyLedgers() =>
    [
        .. _model.GetObjects(DacQueryScopes.UserDefined, ModelSchema.Table)
            // As in sys.tables: 3 is an append-only ledger table.
            .Where(t => string.Equals(t.GetProperty(Table.LedgerType).ToString(), "3", StringComparison.Ordinal))
            .Select(t => t.Name.Parts[^1]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every predicate of a security policy, as the start reads it from a server's catalogue.</summary>
    public IReadOnlyList<Finding> Predicates() =>
    [
        .. from policy in _model.GetObjects(DacQueryScopes.UserDefined, ModelSchema.SecurityPolicy)
           from predicate in policy.GetChildren(DacQueryScopes.UserDefined)
           // As in sys.security_predicates: 0 filters, 1 blocks.
           let type = (int)predicate.GetProperty(SecurityPredicate.PredicateType) == 0 ? "FILTER" : "BLOCK"
           let state = $"{((bool)policy.GetProperty(SecurityPolicy.Enabled) ? "on" : "off")} {((bool)policy.GetProperty(SecurityPolicy.IsSchemaBound) ? "bound" : "unbound")} {((bool)policy.GetProperty(SecurityPolicy.NotForReplication) ? "not for replication" : "always")}"
           select new Finding(string.Join('.', predicate.GetReferenced(SecurityPredicate.TargetObject).Single().Name.Parts),
               $"{string.Join('.', policy.Name.Parts)} {state} {type} everything {predicate.GetProperty(SecurityPredicate.BodyScript)}"),
    ];

    /// <exception cref="DacModelException">It does not even parse.</exception>
    public void Add(string definition) => _model.AddObjects(definition);

    /// <summary>
    /// Everything DacFx objects to. Warnings count: an unknown table inside a procedure is only a warning to it.
    /// </summary>
    public IReadOnlyList<string> Faults() => [.. _model.Validate().Select(m => $"{m.MessageType} {m.Prefix}{m.Number}: {m.Message}").Distinct().Order(StringComparer.Ordinal)];

    public void Dispose() => _model.Dispose();

    private void Load(string script)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}: {e.Message}"));
        foreach (var statement in ((TSqlScript)fragment).Batches.SelectMany(b => b.Statements))
        {
            if (Undefining.Contains(statement.GetType()))
            {
                continue;
            }

            _model.AddObjects(Executed(statement) ?? script.Substring(statement.StartOffset, statement.FragmentLength));
        }
    }

    /// <summary>What EXEC(N'…') runs; null for any other statement.</summary>
    private static string? Executed(TSqlStatement statement) =>
        statement is ExecuteStatement { ExecuteSpecification.ExecutableEntity: ExecutableStringList { Strings: [StringLiteral literal] } } ? literal.Value : null;
}
