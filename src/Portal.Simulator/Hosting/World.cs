using System.Collections.Concurrent;
using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Hosting;

/// <summary>Everything that can be switched while the server runs: companies, outages, keys, memory. Answers are computed from it.</summary>
internal sealed class World
{
    private readonly ConcurrentDictionary<string, CompanyScript> _companies = new(StringComparer.Ordinal);

    public World(SimulatorOptions options)
    {
        Options = options;
        Keys = new(options.Clock);
        Log = new(options.RememberedRequests);
        foreach (var company in Companies.All)
        {
            _companies[company.Name] = company;
        }
    }

    public SimulatorOptions Options { get; }

    public KeyRing Keys { get; }

    public KeyMemory Memory { get; } = new();

    public RequestLog Log { get; }

    /// <summary>Companies whose API fails for every key, and how.</summary>
    public ConcurrentDictionary<string, FaultScript> Outages { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public CompanyScript? Company(string name) => _companies.GetValueOrDefault(name);

    public void Set(CompanyScript script) => _companies[script.Name] = script;

    public Roster Roster(CompanyScript script, DateOnly? day = null) => new(script, Options.Seed, day ?? Today(script));

    private DateOnly Today(CompanyScript script) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(script.TimeZone)).DateTime);
}
