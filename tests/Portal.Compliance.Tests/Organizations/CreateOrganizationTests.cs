using Azure.Core.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class CreateOrganizationTests
{
    [Theory, EveryEngine]
    public async Task Create_MakesTheOrganizationItsAdminItsKeysAndItsLogTogether(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);

        var created = await CreateAsync(database, new(" Initech ", "initech", "Europe/Berlin"));

        var tenant = created.Value;
        Assert.Equal(("initech", "Initech", "Europe/Berlin"), (tenant.Slug, tenant.Name, tenant.Zone.Id));
        Assert.Equal(["organization.created", "member.added", "key.created"], await database.TrailAsync(tenant));
        await using var rows = database.Rows(tenant);
        Assert.Equal((1, 1, 3L), (await rows.Set<DataKey>().CountAsync(), await rows.Set<PseudonymKey>().CountAsync(), (await rows.Set<AuditHead>().SingleAsync()).Size));
        var ada = await database.RunAsync<KnowPerson, Guid>(u => u.ExecuteAsync(Directory.Ada));
        var opened = await database.RunAsync<OpenOrganization, OpenedOrganization?>(u => u.ExecuteAsync(ada, "initech"));
        Assert.Equal(new OpenedOrganization(tenant, Actor.Person(ada, "Ada Admin", Role.Admin)), opened);
    }

    [Theory, EveryEngine]
    public async Task Create_UnderATakenAddress_IsRefusedAndLeavesNothing(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);

        var created = await CreateAsync(database, new("Another Acme", "acme", "UTC"));

        Assert.Equal(("slug_taken", "slug"), (created.Problem?.Code, created.Problem?.Field));
        await using var directory = database.Directory();
        Assert.Equal((2, 0), (await directory.Set<Organization>().CountAsync(), await directory.Set<Membership>().CountAsync()));
        Assert.Equal(0, await directory.Set<InstallationEntry>().CountAsync(e => e.Action == InstallationLog.OrganizationCreated));
    }

    [Theory, EveryEngine]
    public async Task Create_TwoAtOnceUnderOneAddress_MakesOneAndTellsTheOther(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CreateAsync(database, new("Initech", "initech", "UTC")))));

        Assert.Single(created, c => c.Problem is null);
        Assert.All(created.Where(c => c.Problem is not null), c => Assert.Equal("slug_taken", c.Problem!.Code));
    }

    [Fact]
    public async Task Create_WhenTheKeyStoreIsDown_SaysSoAndLeavesNoOrganizationBehind()
    {
        var dead = new DeadKeyStore();
        await using var database = await TestDatabase.CreateAsync(add: services => services
            .AddSingleton<IKeyEncryptionKeyResolver>(dead).AddSingleton<IKeyEncryptionKeyDirectory>(dead).AddSingleton<IAttestationSigner>(dead)
            .AddPlatformSecrets().AddOrganizations());

        var problem = (await CreateAsync(database, new("Initech", "initech", "UTC"))).Problem;

        Assert.Equal("key_store_down", problem?.Code);
        Assert.StartsWith("Nothing was saved", problem!.What, StringComparison.Ordinal);

        await using var directory = database.Directory();
        Assert.False(await directory.Set<Organization>().AnyAsync(o => o.Slug == "initech"));
        Assert.False(await directory.Set<Membership>().AnyAsync());
    }

    [Theory]
    [InlineData("", "ok", "UTC", "invalid_name", "name")]
    [InlineData("x", "Not Ok", "UTC", "invalid_slug", "slug")]
    [InlineData("x", "-a", "UTC", "invalid_slug", "slug")]
    [InlineData("x", "a--b", "UTC", "invalid_slug", "slug")]
    [InlineData("x", "ok", "Mars/Olympus", "invalid_zone", "zone")]
    public async Task Create_WithSomethingWrong_NamesTheField(string name, string slug, string zone, string code, string field)
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);

        var problem = (await CreateAsync(database, new(name, slug, zone))).Problem;

        Assert.Equal((code, field), (problem?.Code, problem?.Field));
    }

    private static Task<Result<Tenant>> CreateAsync(TestDatabase database, NewOrganization wanted) =>
        database.RunAsync<CreateOrganization, Result<Tenant>>(u => u.ExecuteAsync(wanted, Directory.Ada));
}
