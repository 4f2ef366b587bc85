using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections;
using Portal.Compliance.Keys;
using Portal.Compliance.Tests.Keys;
using Portal.Connectors.Sdk;
using Portal.Simulator;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

/// <summary>
/// A random key goes through connecting, syncing, both rotations of keys, failing, being replaced and revoked, over real HTTP. In no form may any of it be found in
/// a file of the database, in a log line of any level, or in an exception.
/// </summary>
public sealed class CanaryTests
{
    private readonly ConcurrentQueue<string> _said = [];

    [Fact]
    public async Task Key_ThroughItsWholeLife_IsFoundNowhere()
    {
        var (first, second) = (Canary(), Canary());
        await using var simulator = await SimulatorServer.StartAsync();
        simulator.Control.SetKey(first, new KeyScript());
        simulator.Control.SetKey(second, new KeyScript());
        await using var world = await SyncWorld.CreateAsync(
            simulator: simulator, scheduling: true, realTime: true, more: services => services.AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(new Hear(_said))));

        await LiveAsync(world, simulator, first, second);

        var haystacks = Files(world).Select(f => (f, File.ReadAllBytes(f))).Append(("what was logged and thrown", Encoding.UTF8.GetBytes(string.Join('\n', _said))))
            .ToList();
        Assert.Contains(haystacks, h => h.Item1.EndsWith("-wal", StringComparison.Ordinal));
        Assert.True(_said.Count > 100);
        foreach (var (where, bytes) in haystacks)
        {
            foreach (var (form, needle) in Forms(first).Concat(Forms(second)))
            {
                Assert.False(bytes.AsSpan().IndexOf(needle) >= 0, $"The key as {form} was found in {Path.GetFileName(where)}.");
            }
        }

        // The search finds what is there: the account's name, which is no secret, stands in the rows.
        Assert.Contains(haystacks, h => h.Item2.AsSpan().IndexOf("acme.bamboohr.com"u8) >= 0);
    }

    private async Task LiveAsync(SyncWorld world, SimulatorServer simulator, string first, string second)
    {
        Say(await world.TryConnectAsync("acme", first + "x", connector: "bamboohr"));
        var connected = await world.ConnectAsync("acme", first, "bamboohr");
        await TryAsync(() => world.RunQueuedAsync(connected.ConnectionId, connected.RunId));
        // It survives both rotations of the keys above it.
        foreach (var kind in new[] { KeyRequestKind.RotateKey, KeyRequestKind.RotateDataKey })
        {
            var request = await world.AskAsync(kind);
            Assert.Equal(0, await world.WorkAsync());
            Say(await world.RequestAsync(request));
        }

        Assert.Equal(RunState.Succeeded, (await world.SyncAsync(connected.ConnectionId, world.Real.AddMinutes(30))).State);
        simulator.Control.TakeDown(Companies.Acme);
        await TryAsync(() => world.SyncAsync(connected.ConnectionId, world.Real.AddHours(1)));
        simulator.Control.TakeDown(Companies.Acme, new FaultScript(FaultKind.TruncatedJson));
        await TryAsync(() => world.SyncAsync(connected.ConnectionId, world.Real.AddHours(2)));
        simulator.Control.BringUp(Companies.Acme);
        simulator.Control.RevokeKey(first);
        await TryAsync(() => world.SyncAsync(connected.ConnectionId, world.Real.AddHours(3)));
        await using var scope = world.Enter();
        Say(await scope.Get<ReplaceCredential>().ExecuteAsync(connected.ConnectionId, Encoding.UTF8.GetBytes(second), true, new Progress<CheckResult>()));
        Say((await scope.Get<ViewConnection>().ExecuteAsync(connected.ConnectionId))!);
        Say((await scope.Get<RevokeConnection>().ExecuteAsync(connected.ConnectionId, "BambooHR", "canary")).Value);
    }

    private async Task TryAsync(Func<Task<Portal.Compliance.Connections.Sync.SyncResult>> act)
    {
        try
        {
            Say(await act());
        }
        catch (Exception e)
        {
            _said.Enqueue(e.ToString());
        }
    }

    private void Say(object said) => _said.Enqueue(said.ToString()!);

    private static IEnumerable<string> Files(SyncWorld world)
    {
        var file = new SqliteConnectionStringBuilder(world.Database.ConnectionString).DataSource;
        return Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*");
    }

    private static IEnumerable<(string Form, byte[] Needle)> Forms(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        yield return ("plain text", plain);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(secret));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(plain)));
        yield return ("URL form", Encoding.ASCII.GetBytes(Uri.EscapeDataString(secret)));
        // However it was preceded (a Basic header puts nothing before the key, other text one or two bytes), base64 shows one of three alignments.
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. plain]);
            yield return ($"base64 at {shift}", Encoding.ASCII.GetBytes(text[(shift == 0 ? 0 : 4)..^4]));
        }
    }

    private static string Canary() => "canary-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + "+/";

    private sealed class Hear(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
