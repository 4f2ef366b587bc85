using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class EnterOrganizationTests
{
    [Theory, EveryEngine]
    public async Task Enter_IsWrittenOnceASession_AlsoAfterARestart(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await EnterAsync(database, "one");
        await EnterAsync(database, "one");
        await EnterAsync(database, "two");

        await using var restarted = database.Again(services => services.AddOrganizations());
        await EnterAsync(restarted, "one");

        Assert.Equal(["signin.succeeded", "signin.succeeded"], (await database.TrailAsync(tenant))[3..]);

        async Task EnterAsync(TestDatabase where, string session)
        {
            await using var scope = where.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));
            await scope.Get<EnterOrganization>().ExecuteAsync(session);
        }
    }
}
