using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyRing;
using Portal.Platform.Tests.Secrets;
using Portal.Platform.Time;

[assembly: AssemblyFixture(typeof(RingFixture))]

namespace Portal.Platform.Tests.Secrets;

/// <summary>
/// One key ring for all tests, with the keys of two organizations: making an RSA key takes longer than all that is done with it.
/// </summary>
public sealed class RingFixture : IDisposable
{
    /// <summary>For the next run in the same process: mutation tests have hundreds.</summary>
    private static readonly ConcurrentDictionary<string, byte[]> Kept = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-ring-").FullName;
    private readonly string _keys;

    public RingFixture()
    {
        _keys = Path.Combine(_folder, "ring");
        if (!Kept.IsEmpty && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var (name, key) in Kept)
            {
                File.WriteAllBytes(Path.Combine(_keys, name), key);
                File.SetUnixFileMode(Path.Combine(_keys, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        Ring = new LocalKeyRing(Options(_keys));
    }

    public static Guid Organization { get; } = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-000000000001");

    public static Guid Other { get; } = Guid.Parse("0190a6b2-7c1d-7e55-9a3f-000000000002");

    internal LocalKeyRing Ring { get; }

    public void Dispose()
    {
        Ring.Dispose();
        foreach (var file in Directory.Exists(_keys) ? Directory.GetFiles(_keys, "org-*.1.pkcs8") : [])
        {
            Keep(Path.GetFileName(file), File.ReadAllBytes(file));
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Only what is a key as a ring makes it: what a mutant broke must not break the next one's run.</summary>
    private static void Keep(string name, byte[] key)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(key, out var read);
            _ = read == key.Length && rsa.KeySize == 3072 ? Kept[name] = key : [];
        }
        catch (CryptographicException)
        {
            // No key, so not kept.
        }
    }

    internal static LocalKeyRingOptions Options(string directory) => new() { Directory = directory, EnvironmentName = "Development" };
}

/// <summary>Sealing over a real database file and the real ring, with every call to the ring counted.</summary>
internal sealed class SealingBench : IDisposable
{
    public SealingBench(RingFixture ring)
    {
        Keys = new WatchedKeys(ring.Ring);
        Cache = new DataKeyCache(System);
        DataKeys = new DataKeys(Keys, Keys, Keys, Cache, new ProductClock(System));
        Sealer = new SecretSealer(DataKeys);
        Organizations = new OrganizationKeys(DataKeys, Sealer);
    }

    public PlatformDatabase Database { get; } = new();

    public FakeTimeProvider System { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public WatchedKeys Keys { get; }

    public DataKeyCache Cache { get; }

    public DataKeys DataKeys { get; }

    public SecretSealer Sealer { get; }

    public OrganizationKeys Organizations { get; }

    public async Task<CreatedKeys> CreateKeysAsync(Guid organization)
    {
        await using var db = Database.Open();
        var created = await Organizations.CreateAsync(db, organization, CancellationToken.None);
        await db.SaveChangesAsync();
        return created;
    }

    public async Task<byte[]> SealAsync(SealContext context, byte[] plaintext)
    {
        await using var db = Database.Open();
        return await Sealer.SealAsync(db, context, plaintext, CancellationToken.None);
    }

    public async Task<byte[]> OpenAsync(SealContext context, byte[] blob)
    {
        await using var db = Database.Open();
        using var secret = await Sealer.OpenAsync(db, context, blob, CancellationToken.None);
        return secret.Bytes.ToArray();
    }

    public void Dispose()
    {
        Cache.Dispose();
        Database.Dispose();
    }
}
