using System.Collections.Concurrent;
using Portal.Compliance.Organizations;

namespace Portal.Web.Session;

/// <summary>
/// Whether sessions still stand. The directory is asked at most every thirty seconds a session, so that a session ended on another
/// machine is over here within a minute; one ended here is over at once. So is one whose tenant is not allowed any more and whom nobody invited.
/// </summary>
internal sealed class SessionStates(CheckSession check, TenantRules rules, TimeProvider time)
{
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, (bool Stands, DateTimeOffset ReadAt)> _known = new(StringComparer.Ordinal);

    /// <param name="fresh">Ask the directory, whatever is remembered.</param>
    public async Task<bool> StandsAsync(SignedInPerson person, bool fresh, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!fresh && _known.TryGetValue(person.Session, out var known) && now - known.ReadAt < Trust && now - person.StartedAt <= EndSession.Longest)
        {
            return known.Stands;
        }

        var stands = rules.Knows(person) && await check.ExecuteAsync(
            person.Id, person.Session, person.StartedAt, rules.InvitedOnly(person), person.Origin?.Invitation, cancellationToken);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[person.Session] = (stands, now);
        return stands;
    }

    /// <summary>Forgets what was read, because it has just been changed.</summary>
    public void Forget() => _known.Clear();
}
