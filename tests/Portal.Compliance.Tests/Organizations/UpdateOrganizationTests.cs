using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class UpdateOrganizationTests
{
    [Theory, EveryEngine]
    public async Task Update_ChangesNameAndZoneAndSaysWhatTheyWere(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));

        var updated = (await admin.Get<UpdateOrganization>().ExecuteAsync(" Initrode ", "America/Denver")).Value;

        Assert.Equal(("Initrode", "America/Denver", "initech"), (updated.Name, updated.Zone.Id, updated.Slug));
        await using var rows = database.Rows(tenant);
        var detail = await rows.Set<AuditDetail>().OrderBy(d => d.Sequence).LastAsync();
        Assert.Equal(
            """{"after":{"name":"Initrode","zone":"America/Denver"},"before":{"name":"Initech","zone":"Europe/Berlin"}}""",
            System.Text.Encoding.UTF8.GetString(detail.DetailJson));
    }

    [Fact]
    public async Task Update_ToWhatItIs_WritesNothing()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));

        Assert.True((await admin.Get<UpdateOrganization>().ExecuteAsync("Initech", "Europe/Berlin")).IsOk);

        Assert.Equal(3, (await database.TrailAsync(tenant)).Count);
    }

    [Fact]
    public async Task Update_WithSomethingWrong_ChangesNothing()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);
        var (tenant, ada) = await database.FoundAsync();
        await using var admin = database.Enter(tenant, Actor.Person(ada, "Ada Admin", Role.Admin));

        Assert.Equal("invalid_name", (await admin.Get<UpdateOrganization>().ExecuteAsync(" ", "UTC")).Problem?.Code);
        Assert.Equal("invalid_zone", (await admin.Get<UpdateOrganization>().ExecuteAsync("x", "Mars/Olympus")).Problem?.Code);

        Assert.Equal(3, (await database.TrailAsync(tenant)).Count);
    }
}
