using System.Collections.Concurrent;

namespace Portal.Web.Session;

/// <summary>
/// Sessions that were signed out before their cookie expired, so that a copied cookie and an open page end too. Kept in this process's
/// memory for as long as a cookie can live; after a restart, and on other machines, a copied cookie works until it expires.
/// </summary>
internal sealed class EndedSessions(TimeProvider time)
{
    /// <summary>No session outlives this, however active.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    public void Add(string session)
    {
        var now = time.GetUtcNow();
        foreach (var old in _ended.Where(e => now - e.Value > LongestSession))
        {
            _ended.TryRemove(old.Key, out _);
        }

        _ended[session] = now;
    }

    public bool Contains(string session) => _ended.ContainsKey(session);
}
