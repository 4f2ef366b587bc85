using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;
using Portal.Tests.Shared.Sync;

namespace Portal.Benchmarks;

/// <summary>The product without its web host: every slice by its own door, over a migrated SQLite file of its own, with one organization.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private World(string folder, string connectionString, ServiceProvider services) =>
        (_folder, ConnectionString, _services) = (folder, connectionString, services);

    public string ConnectionString { get; }

    public Tenant Tenant { get; } = new(new Guid("0195a000-0000-7000-8000-00000000acee"), "acme", "Acme", TimeZoneInfo.Utc);

    public ProductClock Clock => _services.GetRequiredService<ProductClock>();

    public static async Task<World> CreateAsync(IConnector? connector = null, Uri? simulator = null)
    {
        var folder = Directory.CreateTempSubdirectory("portal-benchmark-").FullName;
        var connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "portal.db") }.ConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Engine"] = "Sqlite",
            ["Database:ConnectionString"] = connectionString,
            ["Scheduling:Enabled"] = "false",
            ["Connectors:bamboohr:BaseAddress"] = simulator?.ToString(),
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new TestHost())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(s => new ProductClock(s.GetRequiredService<TimeProvider>()))
            .AddScoped<TenantScope>()
            .AddComplianceData(configuration)
            .AddConnectors(configuration, isDevelopment: true);
        services.AddPlatformSecrets().AddLocalKeyRing(ring => ring.Directory = TestHost.KeyRing);
        services.AddEvidence().AddFrameworks().AddCoverage().AddConnections(configuration);
        if (connector is not null)
        {
            services.AddSingleton(connector);
        }

        var world = new World(folder, connectionString, services.BuildServiceProvider(validateScopes: true));
        await world.PrepareAsync();
        return world;
    }

    /// <summary>A DI scope in which an admin of the organization acts.</summary>
    public AsyncServiceScope Enter()
    {
        var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(Tenant, Actor.Person(Guid.CreateVersion7(), "Ada Admin", Role.Admin));
        return scope;
    }

    public PortalDbContext Rows() => new(_services.GetRequiredService<DbContextOptions<PortalDbContext>>(), Tenant.OrganizationId);

    /// <summary>Writes rows in one transaction, as the organization.</summary>
    public async Task WriteAsync(Func<TenantWork, Task> write)
    {
        await using var scope = Enter();
        await using var work = await scope.ServiceProvider.GetRequiredService<TenantDatabase>().BeginAsync(CancellationToken.None);
        await write(work);
        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>The two-step wizard, without the first sync: it is queued.</summary>
    public async Task<ConnectOutcome.Connected> ConnectAsync(ConnectRequest request)
    {
        await using var scope = Enter();
        var outcome = await scope.ServiceProvider.GetRequiredService<ConnectConnector>().ExecuteAsync(request, new Silent());
        return outcome as ConnectOutcome.Connected ?? throw new InvalidOperationException($"Connecting ended as {outcome.GetType().Name}: {outcome}");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PrepareAsync()
    {
        await _services.GetRequiredService<DatabaseStart>().MigrateAsync();
        await using (var directory = _services.GetRequiredService<DirectoryDatabase>().Open())
        {
            directory.Add(new Organization
            {
                Id = Tenant.OrganizationId,
                Slug = Tenant.Slug,
                Name = Tenant.Name,
                TimeZone = Tenant.Zone.Id,
                CreatedAt = DateTimeOffset.UtcNow,
            });
            await directory.SaveChangesAsync();
        }

        await WriteAsync(work =>
            _services.GetRequiredService<OrganizationKeys>().CreateAsync(work.Db, Tenant.OrganizationId, CancellationToken.None));
    }

    private sealed class Silent : IProgress<CheckResult>
    {
        public void Report(CheckResult value)
        {
        }
    }
}
