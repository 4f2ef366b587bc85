namespace Portal.Simulator.KeyVault;

/// <summary>Switches of a running vault. All take effect on the next request.</summary>
public sealed class KeyVaultControl
{
    private readonly VaultKeys _keys;
    private readonly Lock _lock = new();
    private VaultFault? _fault;
    private int _claimsChallenges;
    private int _struck;

    internal KeyVaultControl(VaultKeys keys) => _keys = keys;

    public ChallengeStyle Challenge { get; set; }

    /// <summary>The claims that the next challenges demand, as JSON.</summary>
    public string Claims { get; set; } = """{"access_token":{"nbf":{"essential":true,"value":"1726077595"}}}""";

    /// <summary>Every connection is reset.</summary>
    public bool IsDown { get; set; }

    /// <summary>From now on; null ends it.</summary>
    public void Fail(VaultFault? fault)
    {
        lock (_lock)
        {
            (_fault, _struck) = (fault, 0);
        }
    }

    /// <summary>So many of the next requests with a token are told that it lacks claims.</summary>
    public void DemandClaims(int times) => Interlocked.Exchange(ref _claimsChallenges, times);

    /// <exception cref="ArgumentException">No such key.</exception>
    public void SetEnabled(string name, bool enabled) => Change(name, key => key.Enabled = enabled);

    /// <summary>One version of a key.</summary>
    /// <inheritdoc cref="SetEnabled(string, bool)"/>
    public void SetEnabled(string name, string version, bool enabled) => Change(name, key => key.Enabled = key.Id == version ? enabled : key.Enabled);

    /// <inheritdoc cref="SetEnabled(string, bool)"/>
    public void SetTimes(string name, DateTimeOffset? notBefore, DateTimeOffset? expires) =>
        Change(name, key => (key.NotBefore, key.Expires) = (notBefore, expires));

    internal bool TakeClaimsChallenge() => Volatile.Read(ref _claimsChallenges) > 0 && Interlocked.Decrement(ref _claimsChallenges) >= 0;

    internal VaultFault? TakeFault(string path)
    {
        lock (_lock)
        {
            if (_fault is null || (_fault.OnPath is { } on && !path.Contains(on, StringComparison.OrdinalIgnoreCase)) || _struck >= _fault.Times)
            {
                return null;
            }

            _struck++;
            return _fault;
        }
    }

    private void Change(string name, Action<VaultKeyVersion> change)
    {
        var versions = _keys.Versions(name);
        if (versions.Count == 0)
        {
            throw new ArgumentException($"There is no key '{name}'.", nameof(name));
        }

        foreach (var version in versions)
        {
            change(version);
        }
    }
}
