using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Portal.Compliance.Data;
using Portal.Compliance.Tests.Data.Isolation;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data;

public sealed class IsolationTests
{
    private const int TurnsAStory = 20;
    private const int StepsATurn = 50;

    private const int AStory = TurnsAStory * StepsATurn;

    /// <summary>Promised wherever the tests run, however many engines are there.</summary>
    private const int Promised = 100_000;

    /// <summary>How many operations on each engine; PORTAL_TEST_OPERATIONS=1000000 asks for a million on each.</summary>
    private static int Operations => Environment.GetEnvironmentVariable("PORTAL_TEST_OPERATIONS") is { Length: > 0 } asked
        ? int.Parse(asked, CultureInfo.InvariantCulture) : Share(Enum.GetValues<DatabaseEngine>().Count(engine => EveryEngineAttribute.Missing(engine) is null));

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(2, 50_000)]
    [InlineData(3, 34_000)]
    public void Share_OfWhateverEnginesRun_AddsUpToWhatIsPromised(int engines, int each)
    {
        Assert.Equal(each, Share(engines));
        Assert.True(engines * Share(engines) >= Promised);
    }

    /// <summary>Whole stories, rounded up.</summary>
    private static int Share(int engines) => ((Promised + (engines * AStory) - 1) / (engines * AStory)) * AStory;

    [Theory, EveryEngine]
    public async Task RandomOperations_OfTwoOrganizations_LeaveEachWithExactlyItsOwn(DatabaseEngine engine)
    {
        await using var database = await Doors.CreateAsync(engine);
        var doors = Doors.Of(database);
        var (stories, operations, refused) = (Math.Max(1, Operations / AStory), 0, 0);
        var turns = ArbMap.Default.GeneratorFor<Step>().ArrayOf(StepsATurn).SelectMany(steps => ArbMap.Default.GeneratorFor<bool>().Select(second => new Turn(second, steps)));
        // A story has a pair of organizations of its own, so that a failing one is shrunk by playing it again over another pair.
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(stories), Prop.ForAll(Arb.From(turns.ArrayOf(TurnsAStory), ArbMap.Default.ArbFor<Turn[]>().Shrinker), story =>
        {
            var world = PlayAsync(doors, story).GetAwaiter().GetResult();
            (operations, refused) = (operations + world.Operations, refused + world.Refused);
        }));
        TestContext.Current.SendDiagnosticMessage("{0}: {1} operations in {2} stories, {3} refused.", engine, operations, stories, refused);
        Assert.Equal(stories * AStory, operations);
        // Worth something only if much was allowed and much was refused.
        Assert.InRange(refused, operations / 5, operations * 4 / 5);
    }

    private static async Task<IsolationWorld> PlayAsync(Doors doors, Turn[] story)
    {
        var world = await IsolationWorld.FoundAsync(doors);
        foreach (var turn in story)
        {
            await world.PlayAsync(turn);
        }

        await world.CheckAsync();
        return world;
    }
}
