using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Portal.Compliance.Data;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

public sealed class TwoTenantsTests
{
    /// <summary>How many random stories; a nightly run asks for more.</summary>
    private static int Stories => int.Parse(Environment.GetEnvironmentVariable("PORTAL_TEST_STORIES") ?? "25", CultureInfo.InvariantCulture);

    [Theory, EveryEngine]
    public void RandomOperations_OfTwoOrganizations_LeaveEachWithExactlyItsOwn(DatabaseEngine engine)
    {
        var (done, refused) = (0, 0);
        var steps = ArbMap.Default.GeneratorFor<Step>().ArrayOf(40);
        var stories = Arb.From(steps, ArbMap.Default.ArbFor<Step[]>().Shrinker);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Stories), Prop.ForAll(stories, story =>
        {
            var world = PlayAsync(engine, story).GetAwaiter().GetResult();
            (done, refused) = (done + world.Done, refused + world.Refused);
        }));
        // Worth something only if much was allowed and much was refused.
        Assert.True(done > Stories * 5 && refused > Stories * 5, $"{done} done, {refused} refused in {Stories} stories.");
    }

    private static async Task<TwoTenantsWorld> PlayAsync(DatabaseEngine engine, Step[] steps)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var world = new TwoTenantsWorld(database);
        await world.FillAsync();
        foreach (var step in steps)
        {
            await world.DoAsync(step);
        }

        await world.CheckAsync();
        return world;
    }
}
