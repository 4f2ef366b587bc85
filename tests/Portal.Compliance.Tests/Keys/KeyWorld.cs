using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Compliance.Evidence.Ingest;
using Portal.Compliance.Keys;
using Portal.Compliance.Keys.Work;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Keys;

/// <summary>What the tests of key work ask of a world: do it, and can everything still be opened?</summary>
internal static class KeyWorld
{
    /// <summary>A key ring of its own, for tests that count versions or destroy keys: the other tests share one.</summary>
    public static Action<IServiceCollection> OwnRing()
    {
        var folder = Path.Combine(System.IO.Directory.CreateTempSubdirectory("portal-ring-").FullName, "ring");
        return services => services.AddLocalKeyRing(ring => ring.Directory = folder);
    }

    public static async Task<Guid> AskAsync(this SyncWorld world, KeyRequestKind kind)
    {
        await using var scope = world.Enter();
        var asked = kind == KeyRequestKind.RotateKey
            ? await scope.Get<RotateKeyEncryptionKey>().ExecuteAsync("Because a test asks.")
            : await scope.Get<RotateDataKey>().ExecuteAsync("Because a test asks.");
        return asked.Value;
    }

    /// <returns>Requests still open.</returns>
    public static async Task<int> WorkAsync(this SyncWorld world)
    {
        await using var scope = world.System();
        return await scope.Get<KeyWork>().ExecuteAsync(CancellationToken.None);
    }

    public static Task<KeyRequest> RequestAsync(this SyncWorld world, Guid id) => world.ReadAsync(db => db.Set<KeyRequest>().SingleAsync(r => r.Id == id));

    public static Task<List<DataKey>> DataKeysAsync(this SyncWorld world) => world.ReadAsync(db => db.Set<DataKey>().OrderBy(k => k.Version).ToListAsync());

    /// <summary>Everything sealed, opened: column and row → plaintext.</summary>
    public static async Task<SortedDictionary<string, string>> OpenEverythingAsync(this SyncWorld world)
    {
        await using var scope = world.System();
        var sealer = scope.Get<SecretSealer>();
        await using var db = scope.Get<Portal.Compliance.Data.TenantDatabase>().Open();
        await db.Set<DataKey>().AsTracking().LoadAsync();
        var organization = world.Acme.OrganizationId;
        var opened = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var c in await db.Set<Connection>().Where(c => c.SealedCredential != null).ToListAsync())
        {
            await AddAsync($"credential {c.Id}", new SealContext(organization, c.Id, SealPurposes.Credential, c.CredentialVersion), c.SealedCredential!);
        }

        foreach (var s in await db.Set<SealedSubject>().ToListAsync())
        {
            await AddAsync($"subject {s.ConnectionId} {s.Pseudonym}", SubjectSeal.Context(organization, s.ConnectionId), s.Sealed);
        }

        await AddAsync("pseudonym key", OrganizationKeys.PseudonymContext(organization), (await db.Set<PseudonymKey>().SingleAsync()).Sealed);
        return opened;

        async Task AddAsync(string name, SealContext context, byte[] blob)
        {
            using var secret = await sealer.OpenAsync(db, context, blob, CancellationToken.None);
            opened[name] = Convert.ToBase64String(secret.Bytes.Span);
        }
    }

    public static Task<int> SealedUnderAsync(this SyncWorld world, Guid dataKey) =>
        world.ReadAsync(db => Reencryption.CountAsync(db, dataKey, CancellationToken.None));
}
