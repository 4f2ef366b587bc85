using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Keys;
using Portal.Platform;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <param name="Slug">Its name in URLs; never changed, never reused.</param>
/// <param name="Zone">IANA zone.</param>
public sealed record NewOrganization(string Name, string Slug, string Zone);

/// <summary>
/// Makes an organization: its first admin, its keys and the first entries of its log, in one transaction. It begins empty.
/// Who may do this is decided before there is a tenant, by the host: an admin persona, an allowed tenant's first person, or the command line.
/// </summary>
public sealed class CreateOrganization
{
    private readonly DirectoryDatabase _directory;
    private readonly DbContextOptions<PortalDbContext> _options;
    private readonly OrganizationKeys _keys;
    private readonly ProductClock _clock;

    internal CreateOrganization(
        DirectoryDatabase directory, DbContextOptions<PortalDbContext> options, OrganizationKeys keys, ProductClock clock) =>
        (_directory, _options, _keys, _clock) = (directory, options, keys, clock);

    /// <param name="admin">Becomes its first admin; made known to the directory when new.</param>
    public async Task<Result<Tenant>> ExecuteAsync(NewOrganization wanted, ExternalIdentity admin, CancellationToken cancellationToken = default)
    {
        wanted = new(wanted.Name.Trim(), wanted.Slug.Trim(), wanted.Zone.Trim());
        if ((OrganizationRules.Check(wanted.Name, wanted.Zone) ?? OrganizationRules.CheckSlug(wanted.Slug)) is { } problem)
        {
            return problem;
        }

        var tenant = new Tenant(Ids.New(_clock), wanted.Slug, wanted.Name, TimeZoneInfo.FindSystemTimeZoneById(wanted.Zone));
        // The person first, on their own: who tries to create an organization is somebody, also when the name is taken.
        var person = await _directory.KnowAsync(admin, _clock, cancellationToken);
        var scope = new TenantScope();
        scope.Enter(tenant, Actor.Person(person.Id, admin.DisplayName, Role.Admin));
        await using var work = await new TenantDatabase(_options, scope, _clock).BeginAsync(cancellationToken);
        if (!await AddToDirectoryAsync(work, wanted, tenant, person.Id, admin, cancellationToken))
        {
            return new Problem("slug_taken", $"The address '{wanted.Slug}' is taken.", "Every organization has its own.", "Choose another address.", "slug");
        }

        work.Audit(AuditAction.OrganizationCreated, "organization", tenant.OrganizationId,
            new JsonObject { ["name"] = wanted.Name, ["slug"] = wanted.Slug, ["zone"] = wanted.Zone });
        work.Audit(AuditAction.MemberAdded, "person", person.Id, new JsonObject { ["role"] = nameof(Role.Admin), ["name"] = admin.DisplayName });
        if (await AddKeysAsync(work, scope.Actor, cancellationToken) is { } refused)
        {
            return refused;
        }

        await work.CommitAsync(cancellationToken);
        return tenant;
    }

    /// <summary>Where only provisioning may make keys, they are asked for; until they are there, connecting says so.</summary>
    /// <returns>Why there is no organization, when the key store did not do what it has to; nothing is saved then.</returns>
    private async Task<Problem?> AddKeysAsync(TenantWork work, Actor admin, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await _keys.CreateAsync(work.Db, work.OrganizationId, cancellationToken);
            work.Audit(AuditAction.KeyCreated, "data_key", keys.DataKeyId, new JsonObject { ["version"] = keys.Version, ["kid"] = keys.Kid });
            return null;
        }
        catch (SecretFaultException missing) when (missing.Fault == SecretFault.NoKeyEncryptionKey)
        {
            AskForKeys.AddCreation(work, admin);
            return null;
        }
        catch (Exception refused) when (refused is not (OperationCanceledException or System.Data.Common.DbException))
        {
            return KeyStoreWords.Problem(refused, "Nothing was saved: the organization's keys could not be made.");
        }
    }

    /// <returns>False when the slug is taken.</returns>
    private async Task<bool> AddToDirectoryAsync(
        TenantWork work, NewOrganization wanted, Tenant tenant, Guid person, ExternalIdentity admin, CancellationToken cancellationToken)
    {
        await using var db = await JoinedDirectory.OpenAsync(work, _directory, cancellationToken);
        if (await db.Set<Organization>().AnyAsync(o => o.Slug == wanted.Slug, cancellationToken))
        {
            return false;
        }

        db.Add(new Organization { Id = tenant.OrganizationId, Slug = wanted.Slug, Name = wanted.Name, TimeZone = wanted.Zone, CreatedAt = work.Now });
        db.Add(new Membership { OrganizationId = tenant.OrganizationId, PersonId = person, Role = Role.Admin, Name = admin.DisplayName, Email = admin.Email, CreatedAt = work.Now });
        db.Add(InstallationLog.Entry(_clock, InstallationLog.OrganizationCreated, new { organization = tenant.OrganizationId, wanted.Slug, admin = person }));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Two who want the same address at once: the one index of addresses let the other through. What this one began is rolled back.
            await using var after = _directory.Open();
            if (await after.Set<Organization>().AnyAsync(o => o.Slug == wanted.Slug, cancellationToken))
            {
                return false;
            }

            throw;
        }
    }
}
