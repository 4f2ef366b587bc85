using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Reading;
using Portal.Compliance.Data;

namespace Portal.Benchmarks.Coverage;

/// <summary>
/// The dashboard over 10,000 and over 1,000,000 observations: the same connections, kinds, cadence and failure, only a longer history. And
/// the readings of facts, the dashboard's of seven days and that of two instants, against hand-written SQL that brings home the same ones,
/// checked to be the same.
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

        var (shortOnes, longOnes) = (new Taken(), new Taken());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            await OneAsync(small, round < 0 ? new() : shortOnes);
            await OneAsync(large, round < 0 ? new() : longOnes);
        }

        yield return Comparison.Time("dashboard, 1,000,000 rows : 10,000", longOnes.View, shortOnes.View, 1.5);
        yield return Comparison.Time("facts of 7 days, 1,000,000 : 10,000", longOnes.Days, shortOnes.Days, 1.5);
        yield return Comparison.Time("facts of 7 days, 10,000 : hand-written", shortOnes.Days, shortOnes.DaysByHand, 1.5);
        yield return Comparison.Time("facts of 7 days, 1,000,000 : by hand", longOnes.Days, longOnes.DaysByHand, 1.5);
        yield return Comparison.Time("facts of 2 instants, 1,000,000 : 10,000", longOnes.Instants, shortOnes.Instants, 1.5);
        yield return Comparison.Time("facts of 2 instants, 10,000 : by hand", shortOnes.Instants, shortOnes.InstantsByHand, 1.5);
        yield return Comparison.Time("facts of 2 instants, 1,000,000 : hand", longOnes.Instants, longOnes.InstantsByHand, 1.5);
    }

    private static async Task OneAsync(World world, Taken taken)
    {
        var (to, from) = (ObservationHistory.End, ObservationHistory.End - ViewCoverage.Compared);
        await using var scope = world.Enter();
        var services = scope.ServiceProvider;
        var dashboard = services.GetRequiredService<ViewCoverage>();
        var shown = await taken.View.MeasureAsync(() => dashboard.ExecuteAsync(to));
        var (reader, database) = (services.GetRequiredService<CoverageReader>(), services.GetRequiredService<TenantDatabase>());
        var days = await taken.Days.MeasureAsync(async () =>
        {
            await using var db = database.Open();
            return await reader.DuringAsync(db, kinds: null, from, to, CancellationToken.None);
        });
        var daysByHand = await taken.DaysByHand.MeasureAsync(() => HandWrittenFacts.DuringAsync(world, from, to));
        var instants = await taken.Instants.MeasureAsync(async () =>
        {
            await using var db = database.Open();
            return await reader.AtAsync(db, [to, from], CancellationToken.None);
        });
        var instantsByHand = await taken.InstantsByHand.MeasureAsync(() => HandWrittenFacts.AtAsync(world, to, from));
        if (shown.Overall.Covered == 0 || !HandWrittenFacts.AreSame(days, daysByHand) || !HandWrittenFacts.AreSame(instants, instantsByHand))
        {
            throw new InvalidOperationException("Two readings differ, or nothing is covered: there is nothing to compare.");
        }
    }

    private sealed record Taken
    {
        public Timings View { get; } = new();
        public Timings Days { get; } = new();
        public Timings DaysByHand { get; } = new();
        public Timings Instants { get; } = new();
        public Timings InstantsByHand { get; } = new();
    }
}
