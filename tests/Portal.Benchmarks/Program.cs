using System.Runtime;
using Portal.Benchmarks;
using Portal.Benchmarks.Coverage;
using Portal.Benchmarks.Ingest;
using Portal.Benchmarks.Proof;
using Portal.Benchmarks.Sync;

if (args is [SimulatorProcess.Switch])
{
    return await SimulatorProcess.ServeAsync();
}

(string Name, Func<IAsyncEnumerable<Comparison>> Run)[] benchmarks =
[
    ("year", YearBenchmark.RunAsync),
    ("sealing", SealingBenchmark.RunAsync),
    ("merkle", MerkleBenchmark.RunAsync),
    ("append", AppendBenchmark.RunAsync),
    ("verify", VerifyBenchmark.RunAsync),
    ("ingest", IngestBenchmark.RunAsync),
    ("dashboard", DashboardBenchmark.RunAsync),
    ("sync", SyncBenchmark.RunAsync),
];
if (args.FirstOrDefault(a => !benchmarks.Any(b => b.Name == a)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'. Known: {string.Join(", ", benchmarks.Select(b => b.Name))}.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, {Build.Name}");
Console.WriteLine(Comparison.Heading);
var missed = 0;
foreach (var benchmark in benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    await foreach (var line in benchmark.Run())
    {
        Console.WriteLine(line);
        missed += line.IsMet ? 0 : 1;
    }
}

return missed == 0 ? 0 : 1;
