using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class OpenOrganizationTests
{
    [Theory, EveryEngine]
    public async Task Open_ByAMember_GivesTenantAndRoleAsTheyAreNow(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var scope = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        await scope.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        Assert.Equal(Role.Auditor, (await OpenAsync(database, casey, "initech"))?.Actor.Role);

        await scope.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.ComplianceManager);
        Assert.Equal(Role.ComplianceManager, (await OpenAsync(database, casey, "initech"))?.Actor.Role);

        await scope.Get<RemoveMember>().ExecuteAsync(casey);
        Assert.Null(await OpenAsync(database, casey, "initech"));
    }

    [Theory, EveryEngine]
    public async Task Open_ByAnybodyElse_IsTheSameAsUnknown(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (_, ada) = await database.FoundAsync();

        Assert.Null(await OpenAsync(database, ada, "acme"));
        Assert.Null(await OpenAsync(database, ada, "nowhere"));
        Assert.Null(await OpenAsync(database, Guid.NewGuid(), "initech"));
    }

    [Theory, EveryEngine]
    public async Task List_ForAPerson_IsWhatTheyMayOpen(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (_, ada) = await database.FoundAsync("initech");
        await database.FoundAsync("alpha");

        var choices = await database.RunAsync<ListOrganizations, IReadOnlyList<OrganizationChoice>>(u => u.ExecuteAsync(ada));

        Assert.Equal([new("alpha", "Initech", Role.Admin), new("initech", "Initech", Role.Admin)], choices);
    }

    [Theory, EveryEngine]
    public async Task InvitedOnly_OpensAndListsOnlyWhereTheyAcceptedAnInvitation(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (initech, ada) = await database.FoundAsync();
        var (hooli, _) = await database.FoundAsync("hooli");
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        await using (var there = database.Enter(hooli, Actor.Person(ada, "Ada Admin", Role.Admin)))
        {
            Assert.True((await there.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor)).IsOk);
        }

        await using var admin = database.Enter(initech, Actor.Person(ada, "Ada Admin", Role.Admin));
        var link = (await admin.Get<InvitePerson>().ExecuteAsync("Casey", Role.Auditor)).Value.Token;
        Assert.Empty(await ListAsync());
        Assert.True((await database.RunAsync<AcceptInvitation, Platform.Results.Result<string>>(u => u.ExecuteAsync(link, casey))).IsOk);

        Assert.Equal(["initech"], await ListAsync());
        Assert.NotNull(await database.RunAsync<OpenOrganization, OpenedOrganization?>(u => u.ExecuteAsync(casey, "initech", invitedOnly: true)));
        Assert.Null(await database.RunAsync<OpenOrganization, OpenedOrganization?>(u => u.ExecuteAsync(casey, "hooli", invitedOnly: true)));
        Assert.NotNull(await database.RunAsync<OpenOrganization, OpenedOrganization?>(u => u.ExecuteAsync(casey, "hooli")));
        await admin.Get<RemoveMember>().ExecuteAsync(casey);
        Assert.Empty(await ListAsync());

        async Task<IEnumerable<string>> ListAsync() =>
            (await database.RunAsync<ListOrganizations, IReadOnlyList<OrganizationChoice>>(u => u.ExecuteAsync(casey, invitedOnly: true))).Select(c => c.Slug);
    }

    private static Task<OpenedOrganization?> OpenAsync(TestDatabase database, Guid person, string slug) =>
        database.RunAsync<OpenOrganization, OpenedOrganization?>(u => u.ExecuteAsync(person, slug));
}
