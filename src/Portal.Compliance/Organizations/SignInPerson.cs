using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform;

namespace Portal.Compliance.Organizations;

/// <summary>Who an identity provider says somebody is. Issuer and subject identify; name and e-mail are only shown.</summary>
public sealed record ExternalIdentity(string Issuer, string Subject, string DisplayName, string? Email);

/// <summary>A person as the portal knows them, after sign-in.</summary>
public sealed record SignedIn(Guid PersonId, string DisplayName);

/// <summary>Turns a proven identity into a person, making one at the first sign-in, and writes the sign-in to the installation's log.</summary>
public sealed class SignInPerson
{
    private readonly DirectoryDatabase _directory;
    private readonly TimeProvider _clock;

    internal SignInPerson(DirectoryDatabase directory, TimeProvider clock) => (_directory, _clock) = (directory, clock);

    /// <param name="session">The sign-in session that begins now; the same value is audited in each organization entered.</param>
    public async Task<SignedIn> ExecuteAsync(ExternalIdentity identity, string session, CancellationToken cancellationToken = default)
    {
        var known = await _directory.KnowAsync(identity, _clock, cancellationToken);
        await using var db = _directory.Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Id == known.Id, cancellationToken);
        // Only their own sign-in renames somebody; whoever adds a known person to an organization does not.
        (person.DisplayName, person.Email) = (identity.DisplayName, identity.Email);
        db.Add(InstallationLog.Entry(_clock, InstallationLog.SignInSucceeded, new { person = person.Id, identity.Issuer, identity.Subject, session }));
        await db.SaveChangesAsync(cancellationToken);
        return new(person.Id, person.DisplayName);
    }
}

/// <summary>Writes down that somebody was refused before any organization was known; beyond a few an hour, only how many.</summary>
public sealed class RefuseSignIn
{
    private readonly DirectoryDatabase _directory;
    private readonly TimeProvider _clock;

    internal RefuseSignIn(DirectoryDatabase directory, TimeProvider clock) => (_directory, _clock) = (directory, clock);

    /// <param name="reason">Lower_snake_case.</param>
    /// <param name="claimed">Who they said they are, as far as it is known; shortened.</param>
    public async Task ExecuteAsync(string reason, string claimed, string? remoteAddress, CancellationToken cancellationToken = default)
    {
        var shown = claimed.Length <= 200 ? claimed : claimed[..200];
        await RefusalLog.WriteAsync(_directory, _clock, InstallationLog.SignInRefused, reason, new { reason, claimed = shown, remoteAddress }, cancellationToken);
    }
}
