using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Organizations;

public sealed class SessionsTests
{
    [Theory, EveryEngine]
    public async Task Session_EndedInOneProcess_IsOverInAnother(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        await using var other = database.Again(services => services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new TestHost())
            .AddPlatformSecrets().AddLocalKeyRing(ring => ring.Directory = TestHost.KeyRing).AddOrganizations());
        var ada = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Ada));
        var began = database.Clock.GetUtcNow();
        Assert.True(await StandsAsync(other, ada, "one", began));

        await EndAsync(database, ada, "one");
        await EndAsync(database, ada, "one");

        Assert.False(await StandsAsync(other, ada, "one", began));
        Assert.True(await StandsAsync(other, ada, "two", began));
    }

    [Theory, EveryEngine]
    public async Task EverySession_OfAPersonEnded_LeavesOthersAndLaterOnes(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var ada = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Ada));
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        var began = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromMinutes(1));

        await using (var scope = database.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<EndEverySession>().ExecuteAsync(ada);
        }

        Assert.False(await StandsAsync(database, ada, "one", began));
        Assert.True(await StandsAsync(database, casey, "three", began));
        Assert.True(await StandsAsync(database, ada, "four", database.Clock.GetUtcNow().AddSeconds(1)));
    }

    [Fact]
    public async Task Session_OlderThanTheLongest_IsOver_AndItsRowIsForgotten()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var ada = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Ada));
        var began = database.Clock.GetUtcNow();
        await EndAsync(database, ada, "one");
        database.Clock.Advance(EndSession.Longest + TimeSpan.FromSeconds(1));

        Assert.False(await StandsAsync(database, ada, "two", began));
        await EndAsync(database, ada, "two");

        await using var directory = database.Directory();
        Assert.Equal(["two"], await directory.Set<EndedSession>().Select(s => s.Session).ToListAsync());
    }

    [Fact]
    public async Task Dangerous_WithoutARecentSignIn_IsRefusedAndChangesNothing()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        var proof = SignInProof.Now(database.Clock);
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin), proof);
        Assert.True((await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Auditor)).IsOk);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        database.Clock.Advance(SignInProof.Usual + TimeSpan.FromSeconds(1));

        Assert.Equal(SignInProof.Missing, (await admin.Get<RemoveMember>().ExecuteAsync(casey)).Problem);
        Assert.Equal(SignInProof.Missing, (await admin.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.Admin)).Problem);
        Assert.Equal(SignInProof.Missing, (await admin.Get<InvitePerson>().ExecuteAsync("Somebody", Role.Admin)).Problem);
        Assert.Equal(SignInProof.Missing, (await admin.Get<AddMember>().ExecuteAsync(new("https://id.example", "eve", "Eve", null), Role.Admin)).Problem);
        Assert.True((await admin.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.ComplianceManager)).IsOk);
        Assert.Equal(["member.added", "member.role_changed"], (await database.TrailAsync(tenant))[3..]);
    }

    [Fact]
    public async Task AdminRole_TakenWithoutARecentSignIn_Stays()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin), SignInProof.Now(database.Clock));
        Assert.True((await admin.Get<AddMember>().ExecuteAsync(Directory.Casey, Role.Admin)).IsOk);
        var casey = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Casey));
        database.Clock.Advance(SignInProof.Usual + TimeSpan.FromSeconds(1));

        Assert.Equal(SignInProof.Missing, (await admin.Get<ChangeMemberRole>().ExecuteAsync(casey, Role.Auditor)).Problem);

        Assert.Equal([Role.Admin, Role.Admin], (await admin.Get<ListMembers>().ExecuteAsync()).Select(m => m.Role));
    }

    [Theory, EveryEngine]
    public async Task Seed_OfAMembership_HappensOnceAndNeverAfterRemoval(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();

        Assert.True(await SeedAsync(database, "initech", Role.ComplianceManager));
        Assert.False(await SeedAsync(database, "initech", Role.Admin));
        Assert.False(await SeedAsync(database, "nowhere", Role.Admin));
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
        var casey = (await admin.Get<ListMembers>().ExecuteAsync()).Single(m => m.Subject == "casey");
        Assert.Equal(Role.ComplianceManager, casey.Role);
        Assert.True((await admin.Get<RemoveMember>().ExecuteAsync(casey.PersonId)).IsOk);

        Assert.False(await SeedAsync(database, "initech", Role.ComplianceManager));
        Assert.Equal(new KnownMemberships(casey.PersonId, false, false, true), await database.RunAsync<KnowMemberships, KnownMemberships>(
            u => u.ExecuteAsync(Directory.Casey.Issuer, Directory.Casey.Subject)));
    }

    [Theory, EveryEngine]
    public async Task Seed_InManyTabsAtOnce_MakesOneMembership(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, _) = await database.FoundAsync();

        var seeded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SeedAsync(database, "initech", Role.Auditor))));

        Assert.Single(seeded, did => did);
        Assert.Equal(["organization.created", "member.added", "key.created", "member.added"], await database.TrailAsync(tenant));
    }

    private static Task<bool> SeedAsync(TestDatabase database, string slug, Role role) =>
        database.RunAsync<SeedMembership, bool>(u => u.ExecuteAsync(slug, Directory.Casey, role));

    private static Task<bool> StandsAsync(TestDatabase database, Guid person, string session, DateTimeOffset began) =>
        database.Services.GetRequiredService<CheckSession>().ExecuteAsync(person, session, began);

    private static async Task EndAsync(TestDatabase database, Guid person, string session)
    {
        await using var scope = database.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EndSession>().ExecuteAsync(person, session);
    }
}
