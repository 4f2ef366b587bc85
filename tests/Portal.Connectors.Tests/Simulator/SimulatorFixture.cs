using Microsoft.Extensions.Time.Testing;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

/// <summary>One simulator for a test class, with a clock the test can move. Tests that switch something use a company or key of their own.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);

    public SimulatorServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await SimulatorServer.StartAsync(new() { Clock = Clock });

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal VendorCaller Call(string company = Companies.Acme) => new(Server, MagicKeys.Good, company);

    internal VendorCaller CallWith(string key, string company = Companies.Acme) => new(Server, key, company);
}
