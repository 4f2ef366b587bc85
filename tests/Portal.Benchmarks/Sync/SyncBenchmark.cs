using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Simulator;

namespace Portal.Benchmarks.Sync;

/// <summary>
/// A sync of 100,000 people: lease, credential, real connector over real loopback HTTP, staging, sealed pseudonyms, evidence, audit log. Against
/// a bare HttpClient that sends the very same requests to the same server, reads the answers to their end and does nothing with them.
/// </summary>
internal static class SyncBenchmark
{
    private const int Rounds = 7;
    private const int FirstSyncs = 7;
    private const double Aim = 0.7;
    private const double MostMegabytes = 64;
    private const string OnboardingList = "New hire onboarding";

    // A portal runs for weeks: after a few nights everything that any kind of sync needs is compiled for good. How slow it is before is a line of
    // its own. With 15 syncs of the last kind before them, the other kinds took half as long again.
    private const int WarmUp = 15;
    private const int WarmSyncs = 4;

    public static async IAsyncEnumerable<Comparison> RunAsync()
    {
        await using var simulator = await SimulatorProcess.StartAsync();
        await using var world = await SyncedBeforeAsync(simulator);
        var mega = await ConnectAsync(world, Companies.MegaCorp);

        double workingSet, heap;
        await simulator.ForgetAsync();
        var (cold, coldDrain) = (new Timings(), new Timings());
        using (var memory = PeakMemory.Watching())
        {
            await cold.MeasureAsync(() => QueuedAsync(world, mega));
            (workingSet, heap) = (memory.WorkingSetMegabytes, memory.HeapMegabytes);
        }

        var requests = await simulator.RequestsAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = simulator.Address };
        await coldDrain.MeasureAsync(() => DrainAsync(client, requests));
        var name = string.Create(CultureInfo.InvariantCulture, $"sync of 100,000, {requests.Count} requests, ");
        yield return Comparison.Speed(name + "cold", cold, coldDrain, Aim);
        for (var round = 0; round < WarmUp; round++)
        {
            await using var fresh = await SyncedBeforeAsync(simulator);
            var connected = await ConnectAsync(fresh, Companies.MegaCorp);
            await QueuedAsync(fresh, connected);
            fresh.Clock.Advance(TimeSpan.FromDays(1));
            for (var sync = 0; sync < WarmSyncs; sync++)
            {
                await AgainAsync(fresh, connected);
                await DrainAsync(client, requests);
            }
        }

        var (first, firstDrain) = (new Timings(), new Timings());
        for (var round = 0; round < FirstSyncs; round++)
        {
            await using var fresh = await SyncedBeforeAsync(simulator);
            var connected = await ConnectAsync(fresh, Companies.MegaCorp);
            await first.MeasureAsync(() => QueuedAsync(fresh, connected));
            await firstDrain.MeasureAsync(() => DrainAsync(client, requests));
        }

        yield return Comparison.Speed(name + "first", first, firstDrain, Aim);
        // Somebody else asks for each day first: what the simulator works out once a day is in neither contender's time.
        await using var scout = await World.CreateAsync(simulator: simulator.Address);
        var scouts = await ConnectAsync(scout, Companies.MegaCorp);
        await QueuedAsync(scout, scouts);
        var (later, laterDrain) = (new Timings(), new Timings());
        for (var round = 0; round < Rounds; round++)
        {
            scout.Clock.Advance(TimeSpan.FromDays(1));
            world.Clock.Advance(TimeSpan.FromDays(1));
            await AgainAsync(scout, scouts);
            await simulator.ForgetAsync();
            await later.MeasureAsync(() => AgainAsync(world, mega));
            requests = await simulator.RequestsAsync();
            await laterDrain.MeasureAsync(() => DrainAsync(client, requests));
        }

        yield return Comparison.Speed(name + "next day", later, laterDrain, Aim);
        var (same, sameDrain) = (new Timings(), new Timings());
        for (var round = 0; round < Rounds; round++)
        {
            await same.MeasureAsync(() => AgainAsync(world, mega));
            await sameDrain.MeasureAsync(() => DrainAsync(client, requests));
        }

        yield return Comparison.Speed(name + "same day", same, sameDrain, Aim);
        yield return Memory("sync of 100,000, working set above idle", workingSet);
        yield return Memory("sync of 100,000, managed heap above idle", heap);
    }

    /// <summary>The same path once over a small company, so that idle holds compiled code, model and caches: those of EF Core belong to a world.</summary>
    private static async Task<World> SyncedBeforeAsync(SimulatorProcess simulator)
    {
        var world = await World.CreateAsync(simulator: simulator.Address);
        await QueuedAsync(world, await ConnectAsync(world, Companies.BigCo));
        return world;
    }

    private static Task AgainAsync(World world, ConnectOutcome.Connected connected)
    {
        var slot = DateTimeOffset.UtcNow;
        return SyncAsync(world, s => s.RunAsync(connected.ConnectionId, RunTrigger.Schedule, slot));
    }

    private static Comparison Memory(string name, double megabytes) =>
        new(name, megabytes.ToString("0.0 'MB'", CultureInfo.InvariantCulture), "-", null, null, "<= 64 MB", megabytes <= MostMegabytes);

    private static Task<ConnectOutcome.Connected> ConnectAsync(World world, string company) => world.ConnectAsync(new ConnectRequest(
        "bamboohr", new Dictionary<string, string> { ["subdomain"] = company, ["onboardingTaskLists"] = OnboardingList },
        Encoding.UTF8.GetBytes(Companies.KeyOf(company)), AcceptLimited: true));

    private static Task QueuedAsync(World world, ConnectOutcome.Connected connected) =>
        SyncAsync(world, s => s.RunQueuedAsync(connected.ConnectionId, connected.RunId));

    private static async Task SyncAsync(World world, Func<SyncConnection, Task<SyncResult>> run)
    {
        await using var scope = world.Enter();
        var result = await run(scope.ServiceProvider.GetRequiredService<SyncConnection>());
        if (result.State != RunState.Succeeded)
        {
            throw new InvalidOperationException($"The sync ended as {result}.");
        }
    }

    private static async Task DrainAsync(HttpClient client, IReadOnlyList<Asked> requests)
    {
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Companies.KeyOf(Companies.MegaCorp)}:x"));
        var buffer = new byte[32 * 1024];
        foreach (var asked in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(asked.Method), asked.PathAndQuery);
            request.Headers.Host = $"{Companies.MegaCorp}.bamboohr.com";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", key);
            request.Headers.Accept.ParseAdd("application/json");
            if (asked.Body.Length > 0)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(asked.Body)) { Headers = { ContentType = new("application/json") } };
            }

            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) > 0)
            {
            }
        }
    }
}
