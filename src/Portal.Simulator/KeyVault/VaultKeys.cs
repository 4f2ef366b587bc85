using System.Security.Cryptography;

namespace Portal.Simulator.KeyVault;

/// <summary>One version of a key, with its private half.</summary>
internal sealed class VaultKeyVersion(
    string id, string type, int? size, IReadOnlyList<string> operations, DateTimeOffset created, Func<int, RSA> newRsa) : IDisposable
{
    public string Id => id;

    public string Type => type;

    public int? Size => size;

    public IReadOnlyList<string> Operations => operations;

    public DateTimeOffset Created => created;

    public bool Enabled { get; set; } = true;

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? Expires { get; set; }

    public RSA? Rsa { get; } = type.StartsWith("RSA", StringComparison.Ordinal) ? newRsa(size ?? 2048) : null;

    public ECDsa? Ec { get; } = type.StartsWith("EC", StringComparison.Ordinal) ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;

    public void Dispose()
    {
        Rsa?.Dispose();
        Ec?.Dispose();
    }
}

/// <summary>The vault's keys and those that were deleted and can still be recovered.</summary>
internal sealed class VaultKeys(TimeProvider clock, Func<int, RSA> newRsa)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<VaultKeyVersion>> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<VaultKeyVersion>> _deleted = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null if a deleted key holds the name.</returns>
    public VaultKeyVersion? Create(string name, string type, int? size, IReadOnlyList<string> operations)
    {
        var version = new VaultKeyVersion(RandomNumberGenerator.GetHexString(32, lowercase: true), type, size, operations, clock.GetUtcNow(), newRsa);
        lock (_lock)
        {
            if (_deleted.ContainsKey(name))
            {
                version.Dispose();
                return null;
            }

            (_keys.TryGetValue(name, out var versions) ? versions : _keys[name] = []).Add(version);
            return version;
        }
    }

    /// <param name="version">Null or empty for the newest.</param>
    public VaultKeyVersion? Find(string name, string? version)
    {
        lock (_lock)
        {
            return !_keys.TryGetValue(name, out var versions) ? null
                : string.IsNullOrEmpty(version) ? versions[^1] : versions.FirstOrDefault(v => v.Id == version);
        }
    }

    public IReadOnlyList<VaultKeyVersion> Versions(string name)
    {
        lock (_lock)
        {
            return _keys.TryGetValue(name, out var versions) ? [.. versions] : [];
        }
    }

    public VaultKeyVersion? Delete(string name) => Move(name, _keys, _deleted);

    public VaultKeyVersion? Recover(string name) => Move(name, _deleted, _keys);

    public VaultKeyVersion? FindDeleted(string name)
    {
        lock (_lock)
        {
            return _deleted.TryGetValue(name, out var versions) ? versions[^1] : null;
        }
    }

    public bool Purge(string name)
    {
        lock (_lock)
        {
            return _deleted.Remove(name);
        }
    }

    private VaultKeyVersion? Move(string name, Dictionary<string, List<VaultKeyVersion>> from, Dictionary<string, List<VaultKeyVersion>> to)
    {
        lock (_lock)
        {
            if (!from.Remove(name, out var versions))
            {
                return null;
            }

            to[name] = versions;
            return versions[^1];
        }
    }
}
