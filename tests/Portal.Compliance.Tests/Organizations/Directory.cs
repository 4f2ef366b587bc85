using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Organizations;

/// <summary>A database with the directory's use cases and real keys.</summary>
internal static class Directory
{
    public static readonly ExternalIdentity Ada = new("https://id.example", "ada", "Ada Admin", "ada@example.com");
    public static readonly ExternalIdentity Casey = new("https://id.example", "casey", "Casey", null);

    public static Task<TestDatabase> CreateAsync(DatabaseEngine engine) => TestDatabase.CreateAsync(engine, services =>
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new TestHost())
            .AddPlatformSecrets().AddLocalKeyRing(ring => ring.Directory = TestHost.KeyRing).AddOrganizations());

    /// <summary>Runs a use case outside any organization.</summary>
    public static async Task<TResult> RunAsync<TUseCase, TResult>(this TestDatabase database, Func<TUseCase, Task<TResult>> act)
        where TUseCase : notnull
    {
        await using var scope = database.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public static async Task<(Tenant Tenant, Guid Ada)> FoundAsync(this TestDatabase database, string slug = "initech")
    {
        var created = await database.RunAsync<CreateOrganization, Platform.Results.Result<Tenant>>(u => u.ExecuteAsync(new("Initech", slug, "Europe/Berlin"), Ada));
        return (created.Value, await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Ada)));
    }

    public static async Task<List<string>> TrailAsync(this TestDatabase database, Tenant tenant)
    {
        await using var rows = database.Rows(tenant);
        return await rows.Set<AuditEntry>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
    }
}
