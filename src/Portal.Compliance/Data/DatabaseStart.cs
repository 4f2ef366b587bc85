using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.Providers.Sqlite;
using Portal.Compliance.Data.Providers.SqlServer;
using Portal.Compliance.Data.RowSecurity;
using Portal.Compliance.Data.Triggers;
using Portal.Platform.Scheduling;

namespace Portal.Compliance.Data;

/// <summary>
/// Brings the schema up before anything reads or writes. The embedded database migrates itself; a server's schema changes only when
/// somebody says <c>--migrate</c>, under an identity that may.
/// </summary>
public sealed partial class DatabaseStart
{
    private readonly DatabaseProvider _provider;
    private readonly ILogger<DatabaseStart> _log;

    internal DatabaseStart(DatabaseProvider provider, ILogger<DatabaseStart> log) => (_provider, _log) = (provider, log);

    /// <summary>At every start. SQLite: migrates. A server: only looks. Either way the triggers are compared with those that the migrations made.</summary>
    /// <exception cref="SchemaBehindException">A server's schema is behind this version.</exception>
    /// <exception cref="SchemaUnknownException">Another version of the portal made the schema.</exception>
    /// <exception cref="TriggersAlteredException">Somebody took a guard off the database, or put something on it.</exception>
    /// <exception cref="LedgerMissingException">The audit log was made without the ledger that the configuration asks for.</exception>
    /// <exception cref="RowSecurityMissingException">A server does not keep organizations apart for this identity.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (_provider.Engine == DatabaseEngine.Sqlite)
        {
            await MigrateAsync(cancellationToken);
        }

        await using var schema = _provider.OpenSchema();
        var pending = await PendingAsync(schema, cancellationToken);
        if (pending.Count > 0)
        {
            throw new SchemaBehindException(pending);
        }

        await TriggerCheck.RunAsync(schema, _provider.Engine, cancellationToken);
        if (_provider.Ledger)
        {
            await LedgerCheck.RunAsync(schema, cancellationToken);
        }

        var faults = await RowSecurityCheck.FaultsAsync(schema, _provider.Engine, cancellationToken);
        if (faults.Count > 0)
        {
            if (!_provider.AllowWithoutRowSecurity)
            {
                throw new RowSecurityMissingException(faults);
            }

            WithoutRowSecurity(string.Join("; ", faults));
        }
    }

    /// <summary>Applies what is pending, on any engine. What <c>--migrate</c> runs.</summary>
    /// <exception cref="SchemaUnknownException">Another version of the portal made the schema; nothing was changed.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        using var alone = _provider.Engine == DatabaseEngine.Sqlite ? await SqliteFile.LockAsync(_provider.ConnectionString, cancellationToken) : null;
        await using var schema = _provider.OpenSchema();
        var pending = await PendingAsync(schema, cancellationToken);
        if (pending.Count > 0)
        {
            if (alone is not null)
            {
                await SqliteFile.ForgetAbandonedMigrationAsync(_provider.ConnectionString, cancellationToken);
            }

            await schema.Database.MigrateAsync(cancellationToken);
            Migrated(_provider.Engine, string.Join(", ", pending));
        }

        if (_provider.Engine != DatabaseEngine.Sqlite)
        {
            await SchedulingSchema.CreateAsync(_provider.Scheduling, cancellationToken);
        }
    }

    /// <summary>
    /// Throws the embedded database away and makes an empty one. Only for whoever knows that everything in it is their own and unfinished.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server's database: dropping that is for a person to do.</exception>
    public async Task StartOverAsync(CancellationToken cancellationToken = default)
    {
        if (_provider.Engine != DatabaseEngine.Sqlite)
        {
            throw new InvalidOperationException(
                "Writing the demo's history was interrupted, and a server's database is not thrown away by itself. Drop it, make it anew, run --migrate, and start again.");
        }

        SqliteFile.Delete(_provider.ConnectionString);
        await PrepareAsync(cancellationToken);
    }

    private static async Task<List<string>> PendingAsync(SchemaDbContext schema, CancellationToken cancellationToken)
    {
        var known = schema.Database.GetMigrations().ToList();
        var applied = (await schema.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var unknown = applied.Except(known, StringComparer.Ordinal).ToList();
        return unknown.Count == 0 ? [.. known.Except(applied, StringComparer.Ordinal)] : throw new SchemaUnknownException(unknown);
    }

    [LoggerMessage(LogLevel.Warning, "Started without row-level security, because Database:AllowWithoutRowSecurity says so: {Faults}.")]
    private partial void WithoutRowSecurity(string faults);

    [LoggerMessage(LogLevel.Information, "{Engine} schema migrated: {Migrations}.")]
    private partial void Migrated(DatabaseEngine engine, string migrations);
}

/// <summary>The schema on the server is older than this version of the portal.</summary>
public sealed class SchemaBehindException(IReadOnlyList<string> pending) : InvalidOperationException(
    $"The database schema is behind this version by {pending.Count} migration(s): {string.Join(", ", pending)}. "
    + "Run the portal once with --migrate, under an identity that may change the schema, then start it again.")
{
    public IReadOnlyList<string> Pending { get; } = pending;
}

/// <summary>The schema holds migrations that are not in this version: a newer portal made it, or one that was never released.</summary>
public sealed class SchemaUnknownException(IReadOnlyList<string> unknown) : InvalidOperationException(
    $"Another version of the portal made this database: it holds {unknown.Count} migration(s) that this version does not know: {string.Join(", ", unknown)}. "
    + "Nothing was changed. Start the version that made it, restore a backup from before that version, or name another database in "
    + "Database:ConnectionString. A development database may simply be deleted: the portal makes a new one.")
{
    public IReadOnlyList<string> Unknown { get; } = unknown;
}
