using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class InvitationTests
{
    private static readonly ExternalIdentity Auditor = new("https://elsewhere.example", "audrey", "Audrey", null);

    [Theory, EveryEngine]
    public async Task Accept_ByAPersonOfAnyIssuer_MakesThemAMemberOnce(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        var made = await InviteAsync(database, tenant, ada, Role.Auditor);
        var offer = await database.RunAsync<ViewInvitation, InvitationOffer?>(u => u.ExecuteAsync(made.Token));
        Assert.Equal(("Initech", "Ada Admin", Role.Auditor), (offer!.Organization, offer.InvitedBy, offer.Role));
        var audrey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Auditor));
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));

        Assert.Equal("initech", (await AcceptAsync(database, made.Token, audrey)).Value);
        Assert.Equal("invitation_unusable", (await AcceptAsync(database, made.Token, casey)).Problem?.Code);

        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        Assert.Equal(["ada", "audrey"], (await admin.Get<ListMembers>().ExecuteAsync()).Select(m => m.Subject));
        Assert.Empty(await admin.Get<ListInvitations>().ExecuteAsync());
        Assert.Equal(["invitation.made", "invitation.accepted", "member.added"], (await database.TrailAsync(tenant))[3..]);
    }

    /// <summary>A minute of an old page must not be enough to come back for good, or to put others out.</summary>
    [Theory, EveryEngine]
    public async Task Admin_RemovedWhileTheirPageIsOpen_GivesAndTakesNoPower(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        await using var open = database.Enter(tenant, Actor.Person(casey, "Casey", Role.Admin));
        Assert.True((await admin.Get<RemoveMember>().ExecuteAsync(casey)).IsOk);

        Assert.Equal("not_admin_now", (await open.Get<InvitePerson>().ExecuteAsync("me again", Role.Auditor)).Problem?.Code);
        Assert.Equal("not_admin_now", (await open.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin)).Problem?.Code);
        Assert.Equal("not_admin_now", (await open.Get<ChangeMemberRole>().ExecuteAsync(ada, Role.Auditor)).Problem?.Code);
        Assert.Equal("not_admin_now", (await open.Get<RemoveMember>().ExecuteAsync(ada)).Problem?.Code);

        Assert.Equal(["ada"], (await admin.Get<ListMembers>().ExecuteAsync()).Select(m => m.Subject));
        Assert.Empty(await admin.Get<ListInvitations>().ExecuteAsync());
    }

    [Theory, EveryEngine]
    public async Task AcceptAndRevoke_AtOnce_OneOfTheTwoIsTold(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        for (var round = 0; round < 20; round++)
        {
            var person = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(new ExternalIdentity("https://elsewhere.example", $"p{round}", "P", null)));
            await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
            var made = (await admin.Get<InvitePerson>().ExecuteAsync("P", Role.Auditor)).Value;
            var accept = Task.Run(() => AcceptAsync(database, made.Token, person));
            var revoke = Task.Run(() => admin.Get<RevokeInvitation>().ExecuteAsync(made.Id));
            await Task.WhenAll(accept, revoke);

            Assert.NotEqual((await accept).IsOk, (await revoke).IsOk);
        }
    }

    [Fact]
    public async Task Accept_AnythingThatIsNotAnOpenInvitation_AnswersTheSameAndIsWrittenDown()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        var audrey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Auditor));
        var revoked = await InviteAsync(database, tenant, ada, Role.Auditor);
        await using (var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin)))
        {
            Assert.True((await admin.Get<RevokeInvitation>().ExecuteAsync(revoked.Id)).IsOk);
            Assert.Equal("invitation_not_pending", (await admin.Get<RevokeInvitation>().ExecuteAsync(revoked.Id)).Problem?.Code);
        }

        var expired = await InviteAsync(database, tenant, ada, Role.Auditor);
        database.Clock.Advance(InvitePerson.Lifetime);
        var another = new string('A', 43);

        foreach (var token in new[] { revoked.Token, expired.Token, another, "", "short", expired.Token + "x" })
        {
            Assert.Null(await database.RunAsync<ViewInvitation, InvitationOffer?>(u => u.ExecuteAsync(token)));
            Assert.Equal(AcceptInvitation.Unusable, (await AcceptAsync(database, token, audrey)).Problem);
        }

        await using var directory = database.Directory();
        Assert.Equal(6, await directory.Set<InstallationEntry>().CountAsync(e => e.Action == "invitation.refused"));
        Assert.False(await directory.Set<Membership>().AnyAsync(m => m.PersonId == audrey));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invitations_WhenAnAdminStopsBeingOne_AreTakenBack(bool removed)
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        var forLater = await InviteAsync(database, tenant, casey, Role.Admin);

        Assert.True((removed
            ? await admin.Get<RemoveMember>().ExecuteAsync(casey)
            : await admin.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.Auditor)).IsOk);

        Assert.Equal(AcceptInvitation.Unusable, (await AcceptAsync(database, forLater.Token, casey)).Problem);
        Assert.Contains("invitation.revoked", await database.TrailAsync(tenant));
    }

    [Fact]
    public async Task Accept_BySomebodyRemovedSinceItWasMade_IsRefusedAndWrittenDown()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        var kept = await InviteAsync(database, tenant, ada, Role.ComplianceManager);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await admin.Get<RemoveMember>().ExecuteAsync(casey);

        Assert.Equal(AcceptInvitation.Unusable, (await AcceptAsync(database, kept.Token, casey)).Problem);
        var anew = await InviteAsync(database, tenant, ada, Role.ComplianceManager);
        Assert.True((await AcceptAsync(database, anew.Token, casey)).IsOk);

        await using var directory = database.Directory();
        Assert.Equal(1, await directory.Set<InstallationEntry>().CountAsync(e => e.Action == "invitation.refused"));
    }

    [Fact]
    public async Task Invitation_InTheDatabase_IsNotWhatIsHandedOver()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();

        var made = await InviteAsync(database, tenant, ada, Role.Auditor);

        Assert.Equal(43, made.Token.Length);
        await using var directory = database.Directory();
        Assert.DoesNotContain(made.Token, (await directory.Set<Invitation>().SingleAsync()).TokenHash, StringComparison.Ordinal);
        Assert.Null(await database.RunAsync<ViewInvitation, InvitationOffer?>(async u =>
            await u.ExecuteAsync((await directory.Set<Invitation>().SingleAsync()).TokenHash)));
    }

    [Fact]
    public async Task Revoke_FromAnotherOrganization_FindsNothing()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        var made = await InviteAsync(database, tenant, ada, Role.Auditor);
        await using var acme = database.Enter(database.Acme);

        Assert.Empty(await acme.Get<ListInvitations>().ExecuteAsync());
        Assert.Equal("invitation_not_pending", (await acme.Get<RevokeInvitation>().ExecuteAsync(made.Id)).Problem?.Code);
        Assert.NotNull(await database.RunAsync<ViewInvitation, InvitationOffer?>(u => u.ExecuteAsync(made.Token)));
    }

    private static async Task<MadeInvitation> InviteAsync(TestDatabase database, Tenant tenant, Guid ada, Role role)
    {
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        return (await admin.Get<InvitePerson>().ExecuteAsync("Audrey of Example Audit", role)).Value;
    }

    private static Task<Result<string>> AcceptAsync(TestDatabase database, string token, Guid person) =>
        database.RunAsync<AcceptInvitation, Result<string>>(u => u.ExecuteAsync(token, person));
}
