using FsCheck;
using FsCheck.Fluent;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>Small random organizations on a coarse grid of hours, so that instants meet boundaries often.</summary>
public static class CoverageWorlds
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal const int LastHour = 240;

    internal static readonly string[] AllKinds = ["a.operation", "a.population", "b.population"];

    public static Arbitrary<World> World() => Arb.From(Generator(), Smaller);

    internal static DateTimeOffset Hour(int hour) => Start.AddHours(hour);

    private static Gen<World> Generator() =>
        from connections in Some(3, Connection())
        from observations in Some(14, Observation([.. connections.Select(c => c.Id)]))
        from requirements in Some(5, Requirement())
        from adoptions in Some(3, from framework in Gen.Elements("f", "g") from span in Span() select new AdoptionFact(framework, span))
        from scopes in Some(2, Scope())
        from at in Gen.Choose(0, LastHour)
        from other in Gen.Choose(0, LastHour)
        select new World(
            new CoverageFacts
            {
                Controls = Controls,
                Kinds =
                [
                    new KindFact("a.operation", "a", EvidenceAspect.Operation), new KindFact("a.population", "a", EvidenceAspect.Population),
                    new KindFact("b.population", "b", EvidenceAspect.Population),
                ],
                Connections = connections,
                Observations = observations,
                Requirements = requirements,
                Adoptions = [new AdoptionFact("f", new Effective(Start)), .. adoptions],
                Scopes = scopes,
            },
            Hour(at), Hour(other));

    private static readonly ControlFact[] Controls =
    [
        new("f", "F.1", ["a"]), new("f", "F.2", []), new("f", "F.3", ["a", "b"]), new("g", "G.1", ["b"]), new("g", "G.2", []),
    ];

    private static Gen<ConnectionFact> Connection() =>
        from id in Gen.Choose(1, 1_000_000)
        from connector in Gen.Elements("a", "a", "b")
        from span in Span()
        select new ConnectionFact(
            new Guid(id, 0, 0, new byte[8]), connector, span.From, span.To, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48));

    private static Gen<ObservationFact> Observation(Guid[] connections) =>
        from connection in connections.Length == 0 ? Gen.Constant(Guid.Empty) : Gen.Elements(connections)
        from kind in Gen.Elements(AllKinds)
        from hour in Gen.Choose(0, LastHour)
        from result in Gen.Frequency((6, Gen.Constant(EvidenceResult.Satisfied)), (4, Gen.Elements(Enum.GetValues<EvidenceResult>())))
        from reason in Gen.Elements(CoverageRules.NothingInPeriod, "api_error")
        select new ObservationFact(connection, kind, Hour(hour), result, result == EvidenceResult.Satisfied ? null : reason);

    private static Gen<RequirementFact> Requirement() =>
        from control in Gen.Elements(Controls)
        from kind in Gen.Elements(AllKinds)
        from span in Span()
        select new RequirementFact(control.Framework, control.Control, kind, span);

    private static Gen<ScopeFact> Scope() =>
        from control in Gen.Elements(Controls)
        from inScope in Gen.Elements(true, false)
        from span in Span()
        select new ScopeFact(control.Framework, control.Control, inScope, "because", span);

    private static Gen<Effective> Span() =>
        from begin in Gen.Choose(0, LastHour / 2)
        from length in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, LastHour)))
        select new Effective(Hour(begin), length == 0 ? null : Hour(begin + length));

    private static Gen<T[]> Some<T>(int most, Gen<T> element) => Gen.Choose(0, most).SelectMany(count => Gen.ArrayOf(element, count));

    private static IEnumerable<World> Smaller(World world)
    {
        var facts = world.Facts;
        return Without(facts.Observations, rest => facts with { Observations = rest })
            .Concat(Without(facts.Connections, rest => facts with { Connections = rest }))
            .Concat(Without(facts.Requirements, rest => facts with { Requirements = rest }))
            .Concat(Without(facts.Scopes, rest => facts with { Scopes = rest }))
            .Concat(Without(facts.Adoptions, rest => facts with { Adoptions = rest }))
            .Select(smaller => world with { Facts = smaller });
    }

    private static IEnumerable<CoverageFacts> Without<T>(IReadOnlyList<T> rows, Func<T[], CoverageFacts> rebuild) =>
        rows.Select((_, index) => rebuild([.. rows.Where((_, i) => i != index)]));
}

/// <summary>An organization's facts and two instants to ask about.</summary>
public sealed record World
{
    internal World(CoverageFacts facts, DateTimeOffset at, DateTimeOffset other) => (Facts, At, Other) = (facts, at, other);

    internal CoverageFacts Facts { get; init; }

    public DateTimeOffset At { get; }

    public DateTimeOffset Other { get; }

    public DateTimeOffset Earlier => At < Other ? At : Other;

    public DateTimeOffset Later => At < Other ? Other : At;

    public override string ToString() => string.Join(Environment.NewLine,
        [
            $"At {At:u}, other {Other:u}", .. Facts.Connections.Select(c => c.ToString()), .. Facts.Observations.Select(o => o.ToString()),
            .. Facts.Requirements.Select(r => r.ToString()), .. Facts.Adoptions.Select(a => a.ToString()), .. Facts.Scopes.Select(s => s.ToString()),
        ]);
}
