using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class RefusalLogTests
{
    [Theory, EveryEngine]
    public async Task Refusals_MoreThanAnybodyReads_AreCountedAndOnlyTheFirstOfAnHourTold(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        const int flood = RefusalLog.Told + 15;
        // As a stranger's requests come: at once, and through whichever machine.
        await using var other = database.Again(services => services.AddOrganizations());
        await Task.WhenAll(Enumerable.Range(0, flood).Select(i => RefuseAsync(i % 2 == 0 ? database : other, "not_begun_here", $"stranger {i}")));
        await RefuseAsync(database, "wrong_tenant", "somebody proven");
        database.Clock.Advance(TimeSpan.FromHours(1));
        await RefuseAsync(database, "not_begun_here", "an hour later");

        await using var directory = database.Directory();
        var told = await directory.Set<InstallationEntry>().Where(e => e.Action == InstallationLog.SignInRefused).Select(e => e.Detail).ToListAsync();
        Assert.Equal(RefusalLog.Told + 2, told.Count);
        Assert.Single(told, detail => detail.Contains("somebody proven", StringComparison.Ordinal));
        Assert.Single(told, detail => detail.Contains("an hour later", StringComparison.Ordinal));
        Assert.Equal(
            [("not_begun_here", flood, TestDatabase.Start), ("not_begun_here", 1, TestDatabase.Start.AddHours(1)), ("wrong_tenant", 1, TestDatabase.Start)],
            (await directory.Set<RefusalCount>().OrderBy(c => c.Reason).ThenBy(c => c.Hour).ToListAsync()).Select(c => (c.Reason, c.Count, c.Hour)));
    }

    private static async Task RefuseAsync(TestDatabase database, string reason, string claimed)
    {
        await using var scope = database.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RefuseSignIn>().ExecuteAsync(reason, claimed, "127.0.0.1");
    }
}
