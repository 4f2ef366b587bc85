using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>A session that was signed out before its cookie expired, so that a copied cookie is worth nothing, here and on every other machine.</summary>
internal sealed class EndedSession
{
    public required string Session { get; init; }
    /// <summary>System time after which no cookie of it can be valid anyway.</summary>
    public required DateTimeOffset ForgetAt { get; init; }
}

/// <summary>Ends one session of a person, everywhere.</summary>
public sealed class EndSession
{
    /// <summary>No session outlives this, however active.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly DirectoryDatabase _directory;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _time;

    internal EndSession(DirectoryDatabase directory, TimeProvider clock, TimeProvider time) => (_directory, _clock, _time) = (directory, clock, time);

    public async Task ExecuteAsync(Guid personId, string session, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        await using var db = _directory.Open();
        db.RemoveRange(await db.Set<EndedSession>().Where(s => s.ForgetAt <= now).Take(500).ToListAsync(cancellationToken));
        if (!await db.Set<EndedSession>().AnyAsync(s => s.Session == session, cancellationToken))
        {
            db.Add(new EndedSession { Session = session, ForgetAt = now + Longest });
        }

        db.Add(InstallationLog.Entry(_clock, InstallationLog.SignedOut, new { person = personId, session }));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Ends every session of a person that exists now: after a lost laptop, or whenever somebody wants to be sure.</summary>
public sealed class EndEverySession
{
    private readonly DirectoryDatabase _directory;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _time;

    internal EndEverySession(DirectoryDatabase directory, TimeProvider clock, TimeProvider time) => (_directory, _clock, _time) = (directory, clock, time);

    public async Task ExecuteAsync(Guid personId, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Id == personId, cancellationToken);
        person.SessionsEndedAt = _time.GetUtcNow();
        db.Add(InstallationLog.Entry(_clock, InstallationLog.SignedOutEverywhere, new { person = personId }));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Whether a session still stands, by what every machine shares.</summary>
public sealed class CheckSession
{
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;
    private readonly TimeProvider _time;

    internal CheckSession(DirectoryDatabase directory, ProductClock clock, TimeProvider time) => (_directory, _clock, _time) = (directory, clock, time);

    /// <param name="startedAt">System time at which the session began.</param>
    /// <param name="invitedOnly">Their tenant is not allowed: an accepted invitation carries the session, or the open one that they came with.</param>
    /// <param name="invitation">What the session keeps of the invitation they came with.</param>
    public async Task<bool> ExecuteAsync(
        Guid personId, string session, DateTimeOffset startedAt, bool invitedOnly = false, string? invitation = null, CancellationToken cancellationToken = default)
    {
        if (_time.GetUtcNow() - startedAt > EndSession.Longest)
        {
            return false;
        }

        await using var db = _directory.Open();
        return await db.Set<Person>().AnyAsync(
                p => p.Id == personId && (p.SessionsEndedAt == null || p.SessionsEndedAt < startedAt) && !db.Set<EndedSession>().Any(s => s.Session == session),
                cancellationToken)
            && (!invitedOnly || await IsInvitedAsync(db, personId, invitation, cancellationToken));
    }

    private async Task<bool> IsInvitedAsync(DirectoryDbContext db, Guid personId, string? invitation, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return await db.CurrentMembershipsOf(personId, invitedOnly: true).AnyAsync(cancellationToken)
            || (invitation is not null && await db.Set<Invitation>().AnyAsync(
                i => i.TokenHash == invitation && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now, cancellationToken));
    }
}
