using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

/// <summary>
/// Every SQLite context of a test has a twin on the SQL Server provider that never reaches a server. Whatever the test asks or saves,
/// the twin is asked and told as well: what does not translate for SQL Server fails the test that asked it, and the SQL of what does
/// is kept here, to be resolved against the schema that the migrations build.
/// </summary>
internal static class SqlServerTwin
{
    private static readonly ConcurrentDictionary<string, CapturedCommand> Seen = new(StringComparer.Ordinal);
    private static readonly ConditionalWeakTable<DbContext, DbContext> Twins = [];
    private static readonly DatabaseProvider Provider = new(new DatabaseOptions { Engine = DatabaseEngine.SqlServer, ConnectionString = "Server=never-opened;Database=Portal" });
    private static readonly DbContextOptions<PortalDbContext> PortalOptions = Options<PortalDbContext>();
    private static readonly DbContextOptions<DirectoryDbContext> DirectoryOptions = Options<DirectoryDbContext>();

    private static int _asked;

    [ThreadStatic]
    private static int _capturedHere;

    /// <summary>Distinct commands so far, of all tests of this process.</summary>
    public static IReadOnlyCollection<CapturedCommand> Captured => [.. Seen.Values];

    /// <summary>How often a database was asked anything, or its twin, known or not.</summary>
    public static int Asked => Volatile.Read(ref _asked);

    /// <summary>Gives contexts made from these options a twin.</summary>
    public static DbContextOptions<TContext> Attach<TContext>(DbContextOptions<TContext> options)
        where TContext : DbContext =>
        new DbContextOptionsBuilder<TContext>(options).ReplaceService<IAsyncQueryProvider, TwinQueryProvider>().AddInterceptors(TwinSaves.Instance, RawSql.Instance).Options;

    public static void Heard() => Interlocked.Increment(ref _asked);

    /// <summary>Takes a command that no twin sends by itself.</summary>
    public static void Take(CapturedCommand command) => Seen.TryAdd(command.Text, command);

    public static DbContext Of(DbContext context) => Twins.GetValue(context, Make);

    public static DbContext Make(DbContext context) => context switch
    {
        PortalDbContext portal => new PortalDbContext(PortalOptions, portal.OrganizationId),
        DirectoryDbContext => new DirectoryDbContext(DirectoryOptions),
        _ => throw new NotSupportedException($"{context.GetType().Name} has no twin."),
    };

    /// <summary>Runs something on a twin. Once its command is captured, complaints about the empty answer are of no interest.</summary>
    public static void Run(Action action)
    {
        Heard();
        var before = _capturedHere;
        try
        {
            action();
        }
        catch (Exception e) when (_capturedHere > before && e is InvalidOperationException or DbUpdateException)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"This works on SQLite, but not on SQL Server: {e.Message}", e);
        }
    }

    private static DbContextOptions<TContext> Options<TContext>()
        where TContext : DbContext =>
        new DbContextOptionsBuilder<TContext>(Provider.Options<TContext>())
            .AddInterceptors(SuppressedConnection.Instance, new SuppressedExecution(command =>
            {
                _capturedHere++;
                Take(CapturedCommand.Of(command));
            })).Options;
}
