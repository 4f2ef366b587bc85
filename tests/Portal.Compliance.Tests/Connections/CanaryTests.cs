using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Keys;
using Portal.Compliance.Tests.Keys;
using Portal.Connectors.Sdk;
using Portal.Simulator;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Secrets;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections;

/// <summary>
/// A random key goes through connecting, syncing, both rotations of keys, failing, being replaced and revoked, over real HTTP. In no form may any of it be found in
/// what the database keeps, in a log line of any level, or in an exception.
/// </summary>
public sealed class CanaryTests
{
    private readonly ConcurrentQueue<string> _said = [];

    [Theory, EveryEngine]
    public async Task Key_ThroughItsWholeLife_IsFoundNowhere(DatabaseEngine engine)
    {
        var (first, second) = (CanaryKey.New(), CanaryKey.New());
        await using var simulator = await SimulatorServer.StartAsync();
        simulator.Control.SetKey(first, new KeyScript());
        simulator.Control.SetKey(second, new KeyScript());
        await using var world = await SyncWorld.CreateAsync(engine, simulator, scheduling: true, realTime: true,
            more: services => services.AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(new Hear(_said))));

        await LiveAsync(world, simulator, first, second);

        var haystacks = await KeptBytes.ReadAsync(world.Database);
        Assert.NotEmpty(haystacks);
        haystacks.Add(("what was logged and thrown", Encoding.UTF8.GetBytes(string.Join('\n', _said))));
        Assert.True(_said.Count > 100);
        foreach (var (where, bytes) in haystacks)
        {
            foreach (var (form, needle) in CanaryKey.Forms(first).Concat(CanaryKey.Forms(second)))
            {
                Assert.False(bytes.AsSpan().IndexOf(needle) >= 0, $"The key as {form} was found in {where}.");
            }
        }

        // The search finds what is there, in every kind of place: the account's name, which is no secret, stands in rows, files and write-ahead logs.
        var places = engine switch
        {
            DatabaseEngine.Sqlite => new[] { ".db", ".db-wal" },
            DatabaseEngine.PostgreSql => ["rows of ", "base/", "pg_wal/"],
            _ => ["rows of "],
        };
        Assert.All(places, place => Assert.Contains(haystacks, h =>
            (h.Where.StartsWith(place, StringComparison.Ordinal) || h.Where.EndsWith(place, StringComparison.Ordinal)) && h.Bytes.AsSpan().IndexOf("acme.bamboohr.com"u8) >= 0));
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
