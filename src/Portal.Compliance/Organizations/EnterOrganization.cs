using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>
/// Writes into an organization's own log that somebody came in, once a sign-in session: an examiner of the organization sees its
/// sign-ins without seeing anybody else's.
/// </summary>
public sealed class EnterOrganization
{
    internal const string SubjectType = "session";

    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly DirectoryDatabase _directory;
    private readonly EnteredSessions _entered;

    internal EnterOrganization(TenantScope scope, TenantDatabase database, DirectoryDatabase directory, EnteredSessions entered) =>
        (_scope, _database, _directory, _entered) = (scope, database, directory, entered);

    public async Task ExecuteAsync(string session, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.Read);
        if (_entered.Contains(_scope.OrganizationId, session))
        {
            return;
        }

        if (!await IsWrittenAsync(session, cancellationToken))
        {
            await WriteAsync(session, cancellationToken);
        }

        _entered.Add(_scope.OrganizationId, session);
    }

    private async Task<bool> IsWrittenAsync(string session, CancellationToken cancellationToken)
    {
        await using var db = _database.Open();
        return await IsWrittenAsync(db, session, cancellationToken);
    }

    private async Task WriteAsync(string session, CancellationToken cancellationToken)
    {
        await using var work = await _database.BeginAsync(cancellationToken);
        // Two tabs may have come in at once.
        if (!await IsWrittenAsync(work.Db, session, cancellationToken))
        {
            work.Audit(AuditAction.SigninSucceeded, SubjectType, session, new JsonObject { ["role"] = _scope.Actor.Role?.ToString() });
            await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
            await BringNameAsync(db, work.OrganizationId, Guid.Parse(_scope.Actor.Id), cancellationToken);
            await work.CommitAsync(cancellationToken);
        }
    }

    /// <summary>From now on the organization sees the name and e-mail they came in with, in place of what its admin once typed.</summary>
    private static async Task BringNameAsync(DirectoryDbContext db, Guid organizationId, Guid personId, CancellationToken cancellationToken)
    {
        var came = await (
            from membership in db.Set<Membership>()
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            where membership.OrganizationId == organizationId && membership.PersonId == personId
            select new { membership, person.DisplayName, person.Email }).SingleOrDefaultAsync(cancellationToken);
        if (came is not null)
        {
            (came.membership.Name, came.membership.Email) = (came.DisplayName, came.Email);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static Task<bool> IsWrittenAsync(PortalDbContext db, string session, CancellationToken cancellationToken)
    {
        var action = AuditAction.SigninSucceeded.Code();
        return db.Set<AuditEntry>().AnyAsync(e => e.SubjectType == SubjectType && e.SubjectId == session && e.Action == action, cancellationToken);
    }
}

/// <summary>Spares a look-up on every request. Forgetting is harmless: the log itself is asked then.</summary>
internal sealed class EnteredSessions
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(Guid Organization, string Session), byte> _known = new();

    public bool Contains(Guid organization, string session) => _known.ContainsKey((organization, session));

    public void Add(Guid organization, string session)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[(organization, session)] = 0;
    }
}
