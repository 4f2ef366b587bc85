using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class MembersTests
{
    [Theory, EveryEngine]
    public async Task Change_OfMembers_IsAuditedWithIt(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = EnterAsAda(database, tenant, ada);

        Assert.True((await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor)).IsOk);
        var casey = (await admin.Get<ListMembers>().ExecuteAsync()).Single(m => m.Subject == "casey");
        Assert.True((await admin.Get<ChangeMemberRole>().ExecuteAsync(casey.PersonId, Role.Admin)).IsOk);
        Assert.True((await admin.Get<RemoveMember>().ExecuteAsync(casey.PersonId)).IsOk);

        Assert.Equal(["member.added", "member.role_changed", "member.removed"], (await database.TrailAsync(tenant))[3..]);
        Assert.Equal(["ada"], (await admin.Get<ListMembers>().ExecuteAsync()).Select(m => m.Subject));
    }

    [Theory, EveryEngine]
    public async Task Add_AgainAfterRemoval_BringsTheMembershipBack(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = EnterAsAda(database, tenant, ada);
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        Assert.Equal("already_member", (await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin)).Problem?.Code);
        await admin.Get<RemoveMember>().ExecuteAsync(casey);
        Assert.Equal("not_a_member", (await admin.Get<RemoveMember>().ExecuteAsync(casey)).Problem?.Code);

        Assert.True((await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.ComplianceManager)).IsOk);

        Assert.Equal([Role.Admin, Role.ComplianceManager], (await admin.Get<ListMembers>().ExecuteAsync()).Select(m => m.Role));
    }

    [Theory, EveryEngine]
    public async Task Add_OfAPersonWhomOthersKnow_ShowsWhatWasTypedUntilTheyComeThemselves(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var eve = new ExternalIdentity("https://id.example", "eve", "Eve Elsewhere", "eve@secret.example");
        var known = await database.RunAsync<SignInPerson, SignedIn>(u => u.ExecuteAsync(eve, "elsewhere"));
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = EnterAsAda(database, tenant, ada);

        await admin.Get<AddMember>().ExecuteAsync(eve with { DisplayName = "The person we mean", Email = null }, Role.Auditor);

        Assert.Equal(("The person we mean", null), await ShownAsync());
        Assert.Equal("The person we mean is a member already.", (await admin.Get<AddMember>().ExecuteAsync(eve with { DisplayName = "X" }, Role.Auditor)).Problem?.What);
        Assert.DoesNotContain("Elsewhere", string.Concat(await DetailsAsync()), StringComparison.Ordinal);
        // Typing a name renames nobody elsewhere, and coming in to another organization tells this one nothing.
        Assert.Equal("Eve Elsewhere", (await database.RunAsync<SignInPerson, SignedIn>(u => u.ExecuteAsync(eve, "again"))).DisplayName);
        Assert.Equal(("The person we mean", null), await ShownAsync());

        await using (var herself = database.Enter(tenant, Actor.Person(known.PersonId, "Eve Elsewhere", Role.Auditor)))
        {
            await herself.Get<EnterOrganization>().ExecuteAsync("again");
        }

        Assert.Equal(("Eve Elsewhere", "eve@secret.example"), await ShownAsync());

        async Task<(string, string?)> ShownAsync() => (await admin.Get<ListMembers>().ExecuteAsync()).Where(m => m.Subject == "eve").Select(m => (m.Name, m.Email)).Single();

        async Task<IEnumerable<string>> DetailsAsync()
        {
            await using var rows = database.Rows(tenant);
            return (await rows.Set<Platform.AuditLog.AuditDetail>().Select(d => d.DetailJson).ToListAsync()).Select(System.Text.Encoding.UTF8.GetString);
        }
    }

    [Theory, EveryEngine]
    public async Task Organization_NeverLosesItsLastAdmin(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = EnterAsAda(database, tenant, ada);
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor);

        Assert.Equal("last_admin", (await admin.Get<RemoveMember>().ExecuteAsync(ada)).Problem?.Code);
        Assert.Equal("last_admin", (await admin.Get<ChangeMemberRole>().ExecuteAsync(ada, Role.Auditor)).Problem?.Code);

        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        await admin.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.Admin);
        Assert.True((await admin.Get<RemoveMember>().ExecuteAsync(ada)).IsOk);
    }

    [Theory, EveryEngine]
    public async Task TwoAdmins_WhoRemoveEachOtherAtOnce_LeaveOne(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = EnterAsAda(database, tenant, ada);
        await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        await using var other = database.Enter(tenant, Actor.Person(casey, "Casey", Role.Admin));

        var outcomes = await Task.WhenAll(
            Task.Run(() => admin.Get<RemoveMember>().ExecuteAsync(casey)), Task.Run(() => other.Get<RemoveMember>().ExecuteAsync(ada)));

        Assert.Single(outcomes, o => o.IsOk);
        Assert.Single(outcomes, o => o.Problem?.Code == "not_admin_now");
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.ComplianceManager)]
    public async Task EveryChange_ByAnybodyButAnAdmin_IsRefused(Role role)
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var other = database.Enter(tenant, role);

        await Assert.ThrowsAsync<ForbiddenException>(() => other.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin));
        await Assert.ThrowsAsync<ForbiddenException>(() => other.Get<ChangeMemberRole>().ExecuteAsync(ada, Role.Auditor));
        await Assert.ThrowsAsync<ForbiddenException>(() => other.Get<RemoveMember>().ExecuteAsync(ada));
        await Assert.ThrowsAsync<ForbiddenException>(() => other.Get<UpdateOrganization>().ExecuteAsync("Mine", "UTC"));
        Assert.Equal(["ada"], (await other.Get<ListMembers>().ExecuteAsync()).Select(m => m.Subject));
    }

    [Theory, EveryEngine]
    public async Task Members_OfAnotherOrganization_AreOutOfReach(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (_, ada) = await database.FoundAsync();
        // Whom nothing else keeps from it.
        await using var acme = database.Enter(database.Acme, Actor.System("test"));

        Assert.Empty(await acme.Get<ListMembers>().ExecuteAsync());
        Assert.Equal("not_a_member", (await acme.Get<RemoveMember>().ExecuteAsync(ada)).Problem?.Code);
        Assert.Equal("not_a_member", (await acme.Get<ChangeMemberRole>().ExecuteAsync(ada, Role.Auditor)).Problem?.Code);
        await using var directory = database.Directory();
        Assert.Equal(Role.Admin, (await directory.Set<Membership>().SingleAsync(m => m.PersonId == ada)).Role);
    }

    private static TestScope EnterAsAda(TestDatabase database, Tenant tenant, Guid ada) => database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
}
