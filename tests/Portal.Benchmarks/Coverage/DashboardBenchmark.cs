using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;

namespace Portal.Benchmarks.Coverage;

/// <summary>
/// The dashboard over 10,000 and over 1,000,000 observations: the same connections, kinds, cadence and failure, only a longer history. And
/// its reading of facts against hand-written SQL that brings home the same ones, checked to be the same.
/// </summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 101;

    /// <summary>Until the code is compiled for good: after 40 rounds everything still took twice as long.</summary>
    private const int WarmUp = 500;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        await using var small = await World.CreateAsync();
        await using var large = await World.CreateAsync();
        await ObservationHistory.WriteAsync(small, 10_000);
        await ObservationHistory.WriteAsync(large, 1_000_000);

        var (smallView, largeView) = (new Timings(), new Timings());
        var (smallFacts, largeFacts, smallHand, largeHand) = (new Timings(), new Timings(), new Timings(), new Timings());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var counted = round >= 0;
            await OneAsync(small, counted ? smallView : new(), counted ? smallFacts : new(), counted ? smallHand : new());
            await OneAsync(large, counted ? largeView : new(), counted ? largeFacts : new(), counted ? largeHand : new());
        }

        yield return Comparison.Time("dashboard, 1,000,000 rows : 10,000", largeView, smallView, 1.5);
        yield return Comparison.Time("facts, 1,000,000 rows : 10,000", largeFacts, smallFacts, 1.5);
        yield return Comparison.Time("facts, 10,000 rows : hand-written SQL", smallFacts, smallHand, 1.5);
        yield return Comparison.Time("facts, 1,000,000 rows : hand-written", largeFacts, largeHand, 1.5);
    }

    private static async Task OneAsync(World world, Timings view, Timings facts, Timings hand)
    {
        var at = ObservationHistory.End;
        DateTimeOffset[] instants = [at, at - ViewCoverage.Compared];
        await using var scope = world.Enter();
        var services = scope.ServiceProvider;
        var dashboard = services.GetRequiredService<ViewCoverage>();
        var shown = await view.MeasureAsync(() => dashboard.ExecuteAsync(at));
        var (reader, database) = (services.GetRequiredService<CoverageReader>(), services.GetRequiredService<TenantDatabase>());
        var ours = await facts.MeasureAsync(async () =>
        {
            await using var db = database.Open();
            return await reader.AtAsync(db, instants, CancellationToken.None);
        });
        var theirs = await hand.MeasureAsync(() => HandWrittenFacts.ReadAsync(world, instants));
        if (shown.Overall.Covered == 0 || !HandWrittenFacts.AreSame(ours, theirs))
        {
            throw new InvalidOperationException("The two readings differ, or nothing is covered: there is nothing to compare.");
        }
    }
}
