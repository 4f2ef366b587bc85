using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Providers;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;
using Portal.Tests.Shared.Database.PostgreSql;
using Portal.Tests.Shared.Database.SqlServerCapture;

namespace Portal.Tests.Shared.Database;

/// <summary>
/// A real, migrated database with two organizations, for one test. SQLite is a file copied from one that this process migrated once,
/// so making one costs milliseconds. Nothing is faked but the clock. Every query and save on SQLite is also put to a SQL Server twin
/// that never reaches a server (<see cref="SqlServerTwin"/>): what SQL Server could not do fails the test.
/// <code>
/// await using var database = await TestDatabase.CreateAsync(engine, services => services.AddConnections(configuration));
/// await using var acme = database.Enter(database.Acme, Role.Admin);      // a DI scope that belongs to the organization
/// var result = await acme.Get&lt;ListConnections&gt;().ExecuteAsync();
/// await using var rows = database.Rows(database.Acme);                   // a tenant context, to arrange and to assert
/// </code>
/// </summary>
internal sealed partial class TestDatabase : IAsyncDisposable
{
    /// <summary>When the story begins; the clock stands still until a test moves it.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private bool _owned;

    private TestDatabase(DatabaseEngine engine, string connectionString, ServiceProvider services, FakeTimeProvider clock) =>
        (Engine, ConnectionString, _services, Clock) = (engine, connectionString, services, clock);

    public DatabaseEngine Engine { get; }

    public string ConnectionString { get; }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _services;

    public Tenant Acme { get; } = new(new Guid("0195a000-0000-7000-8000-00000000acee"), "acme", "Acme", TimeZoneInfo.Utc);

    public Tenant Globex { get; } = new(new Guid("0195a000-0000-7000-8000-00000000610b"), "globex", "Globex", TimeZoneInfo.Utc);

    /// <param name="add">The slices under test, by their own doors. The database door is already open.</param>
    public static async Task<TestDatabase> CreateAsync(
        DatabaseEngine engine = DatabaseEngine.Sqlite, Action<IServiceCollection>? add = null)
    {
        var connectionString = engine switch
        {
            DatabaseEngine.Sqlite => await CopyTemplateAsync(),
            DatabaseEngine.SqlServer => await CreateOnServerAsync(),
            DatabaseEngine.PostgreSql => await PostgreSqlDatabases.CopyAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
        };
        var database = Over(engine, connectionString, add);
        database._owned = true;
        return database;
    }

    /// <summary>An empty place: no file, no schema. For tests of the start itself.</summary>
    public static TestDatabase CreateEmpty() => Over(DatabaseEngine.Sqlite, FileAt(TestFolder.NewFile()), add: null);

    /// <summary>A second set of services over the same rows: another process, as far as the database can tell.</summary>
    public TestDatabase Again(Action<IServiceCollection>? add = null) => Over(Engine, ConnectionString, add);

    /// <summary>The same rows by another connection string, which somebody else owns.</summary>
    public TestDatabase At(string connectionString) => Over(Engine, connectionString, add: null);

    /// <summary>The same rows under the identity that owns the schema, as <c>--migrate</c> has it. Where there are no roles: the same.</summary>
    public async Task<TestDatabase> AsOwnerAsync() => Over(
        Engine, Engine == DatabaseEngine.PostgreSql ? await PostgreSqlDatabases.AsAsync(ConnectionString, PostgreSqlDatabases.Owner) : ConnectionString, add: null);

    public TestScope Enter(Tenant tenant, Role role = Role.Admin, string name = "Ada Admin") =>
        Enter(tenant, Actor.Person(new Guid("0195a000-0000-7000-8000-0000000000ad"), name, role));

    /// <param name="proof">When they signed in; just now unless said otherwise.</param>
    public TestScope Enter(Tenant tenant, Actor actor, SignInProof? proof = null)
    {
        var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, actor, proof ?? SignInProof.Now(Clock));
        return new TestScope(scope);
    }

    public PortalDbContext Rows(Tenant tenant) =>
        new(_services.GetRequiredService<DbContextOptions<PortalDbContext>>(), tenant.OrganizationId);

    public DirectoryDbContext Directory() => _services.GetRequiredService<DirectoryDatabase>().Open();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_owned)
        {
            await ForgetAsync();
        }
    }

    private static TestDatabase Over(DatabaseEngine engine, string connectionString, Action<IServiceCollection>? add)
    {
        var clock = new FakeTimeProvider(Start);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Engine"] = engine.ToString(),
            ["Database:ConnectionString"] = connectionString,
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(s => new ProductClock(s.GetRequiredService<TimeProvider>()))
            .AddScoped<TenantScope>()
            .AddComplianceData(configuration);
        if (engine == DatabaseEngine.Sqlite)
        {
            services.AddSingleton(s => SqlServerTwin.Attach(s.GetRequiredService<DatabaseProvider>().Options<PortalDbContext>()));
            services.AddSingleton(s => SqlServerTwin.Attach(s.GetRequiredService<DatabaseProvider>().Options<DirectoryDbContext>()));
        }

        add?.Invoke(services);
        return new(engine, connectionString, services.BuildServiceProvider(validateScopes: true), clock);
    }

    private async Task AddOrganizationsAsync()
    {
        await using var directory = Directory();
        foreach (var tenant in new[] { Acme, Globex })
        {
            directory.Add(new Organization
            {
                Id = tenant.OrganizationId,
                Slug = tenant.Slug,
                Name = tenant.Name,
                TimeZone = tenant.Zone.Id,
                CreatedAt = Start,
            });
        }

        await directory.SaveChangesAsync();
    }
}

/// <summary>A DI scope that belongs to an organization.</summary>
internal sealed class TestScope(AsyncServiceScope scope) : IAsyncDisposable
{
    public IServiceProvider Services => scope.ServiceProvider;

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
