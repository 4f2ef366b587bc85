using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

/// <summary>One control, "f" F.1, and a handful of connections, in hours after <see cref="Start"/>. Fresh for 26 h, stale after 48 h.</summary>
internal static class SmallFacts
{
    public const string Population = "hr.people";
    public const string Operation = "hr.onboarding";

    public static readonly DateTimeOffset Start = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
    public static readonly Guid A = new(1, 0, 0, new byte[8]);
    public static readonly Guid B = new(2, 0, 0, new byte[8]);
    public static readonly Guid C = new(3, 0, 0, new byte[8]);

    public static DateTimeOffset At(int hours) => Start.AddHours(hours);

    public static ConnectionFact Connection(Guid id, int created = 0, int? revoked = null, string connector = "hr") =>
        new(id, connector, At(created), revoked is { } end ? At(end) : null, TimeSpan.FromHours(24), TimeSpan.FromHours(2), TimeSpan.FromHours(48));

    public static ObservationFact Seen(Guid connection, string kind, int hours, EvidenceResult result = EvidenceResult.Satisfied, string? reason = null) =>
        new(connection, kind, At(hours), result, reason);

    public static RequirementFact Requires(string kind, int from = 0, int? to = null, string control = "F.1") =>
        new("f", control, kind, new Effective(At(from), to is { } end ? At(end) : null));

    /// <summary>Both kinds are known; which are required, a test says.</summary>
    public static CoverageFacts Of(RequirementFact[] requirements, ConnectionFact[] connections, params ObservationFact[] observations) => new()
    {
        Controls = [new ControlFact("f", "F.1", ["hr"])],
        Kinds = [new KindFact(Operation, "hr", EvidenceAspect.Operation), new KindFact(Population, "hr", EvidenceAspect.Population)],
        Adoptions = [new AdoptionFact("f", new Effective(Start))],
        Requirements = requirements,
        Connections = connections,
        Observations = observations,
    };

    public static CoverageCalculator Calculator(RequirementFact[] requirements, ConnectionFact[] connections, params ObservationFact[] observations) =>
        new(Of(requirements, connections, observations));
}
