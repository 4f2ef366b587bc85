using System.Collections.Concurrent;

namespace Portal.Simulator.Access;

/// <summary>Knows which keys open what, counts unknown ones, and switches a company's API off when there were too many.</summary>
internal sealed class KeyRing
{
    /// <summary>Unknown keys within <see cref="CountedWithin"/> that switch a company's API off.</summary>
    public const int UnknownKeysTolerated = 5;
    public static readonly TimeSpan CountedWithin = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LockoutLasts = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, KeyScript> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, string? Company), bool> _revoked = new();
    private readonly Dictionary<string, Lockout> _lockouts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _issued;

    public KeyRing(TimeProvider clock)
    {
        _clock = clock;
        foreach (var magic in MagicKeys.All)
        {
            _keys[magic.Key] = magic.Script;
        }

        foreach (var company in Companies.All)
        {
            _keys[Companies.KeyOf(company.Name)] = new() { Company = company.Name };
        }
    }

    public string Issue(KeyScript script)
    {
        var key = FakeKey.ForIssue(Interlocked.Increment(ref _issued));
        _keys[key] = script;
        return key;
    }

    public void Set(string key, KeyScript script) => _keys[key] = script;

    /// <param name="company">Only there; null: everywhere.</param>
    public void Revoke(string key, string? company) => _revoked[(key, company)] = true;

    /// <param name="company">As it was revoked.</param>
    public void Restore(string key, string? company) => _revoked.TryRemove((key, company), out _);

    public bool IsLocked(string company)
    {
        lock (_gate)
        {
            return _lockouts.TryGetValue(company, out var lockout) && lockout.Until > _clock.GetUtcNow();
        }
    }

    public void Unlock(string company)
    {
        lock (_gate)
        {
            _lockouts.Remove(company);
        }
    }

    /// <summary>The key's script, or null (and one more towards the lockout) when it opens nothing at this company.</summary>
    public KeyScript? Open(string company, string? key)
    {
        if (key is null)
        {
            return null;
        }

        if (_keys.TryGetValue(key, out var script) && !IsRevoked(company, key) && (script.Company is null || script.Company == company))
        {
            return script;
        }

        CountUnknown(company);
        return null;
    }

    private bool IsRevoked(string company, string key) => _revoked.ContainsKey((key, null)) || _revoked.ContainsKey((key, company));

    private void CountUnknown(string company)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            _lockouts.TryGetValue(company, out var lockout);
            lockout = now - lockout.Since > CountedWithin ? new(now, 1, default) : lockout with { Count = lockout.Count + 1 };
            _lockouts[company] = lockout.Count >= UnknownKeysTolerated ? lockout with { Until = now + LockoutLasts } : lockout;
        }
    }

    private readonly record struct Lockout(DateTimeOffset Since, int Count, DateTimeOffset Until);
}
