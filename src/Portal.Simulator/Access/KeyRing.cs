using System.Collections.Concurrent;

namespace Portal.Simulator.Access;

/// <summary>Knows which keys open what, counts unknown ones, and switches a company's API off when there were too many.</summary>
internal sealed class KeyRing
{
    /// <summary>Unknown keys within <see cref="CountedWithin"/> that switch a company's API off.</summary>
    public const int UnknownKeysTolerated = 5;
    public static readonly TimeSpan CountedWithin = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LockoutLasts = TimeSpan.FromMinutes(15);

    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, KeyScript> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> revoked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lockout> lockouts = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int issued;

    public KeyRing(TimeProvider clock)
    {
        this.clock = clock;
        foreach (var magic in MagicKeys.All)
        {
            keys[magic.Key] = magic.Script;
        }

        foreach (var company in Companies.All)
        {
            keys[Companies.KeyOf(company.Name)] = new() { Company = company.Name };
        }
    }

    public string Issue(KeyScript script)
    {
        var key = FakeKey.ForIssue(Interlocked.Increment(ref issued));
        keys[key] = script;
        return key;
    }

    public void Set(string key, KeyScript script) => keys[key] = script;

    public void Revoke(string key) => revoked[key] = true;

    public void Restore(string key) => revoked.TryRemove(key, out _);

    public bool IsLocked(string company)
    {
        lock (gate)
        {
            return lockouts.TryGetValue(company, out var lockout) && lockout.Until > clock.GetUtcNow();
        }
    }

    public void Unlock(string company)
    {
        lock (gate)
        {
            lockouts.Remove(company);
        }
    }

    /// <summary>The key's script, or null (and one more towards the lockout) when it opens nothing at this company.</summary>
    public KeyScript? Open(string company, string? key)
    {
        if (key is null)
        {
            return null;
        }

        if (keys.TryGetValue(key, out var script) && !revoked.ContainsKey(key) && (script.Company is null || script.Company == company))
        {
            return script;
        }

        CountUnknown(company);
        return null;
    }

    private void CountUnknown(string company)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            lockouts.TryGetValue(company, out var lockout);
            lockout = now - lockout.Since > CountedWithin ? new(now, 1, default) : lockout with { Count = lockout.Count + 1 };
            lockouts[company] = lockout.Count >= UnknownKeysTolerated ? lockout with { Until = now + LockoutLasts } : lockout;
        }
    }

    private readonly record struct Lockout(DateTimeOffset Since, int Count, DateTimeOffset Until);
}
