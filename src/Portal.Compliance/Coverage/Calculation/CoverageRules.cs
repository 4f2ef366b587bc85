using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Coverage.Calculation;

/// <summary>The three tables that turn facts into states. They fail closed: what is not known to be good is not good.</summary>
internal static class CoverageRules
{
    /// <summary>Says that there was nothing to measure. It neither fails nor covers.</summary>
    public const string NothingInPeriod = "no_new_hires_in_period";

    /// <param name="age">Time since the newest accepted observation; null: there is none.</param>
    public static Freshness FreshnessOf(TimeSpan? age, TimeSpan cadence, TimeSpan grace, TimeSpan staleAfter) => age switch
    {
        null => Freshness.NeverCollected,
        // Stale is asked first: should the thresholds ever cross, the stricter one holds.
        { } a when a > staleAfter => Freshness.Stale,
        { } a when a <= cadence + grace => Freshness.Fresh,
        _ => Freshness.DueSoon,
    };

    public static RequirementState StateOf(Freshness freshness, EvidenceResult? result, bool revoked) => (freshness, result) switch
    {
        (Freshness.NeverCollected, _) or (_, null) or (_, EvidenceResult.NotAvailable) => RequirementState.NotCollected,
        (Freshness.Stale, _) => RequirementState.Stale,
        (_, EvidenceResult.NotSatisfied) => RequirementState.Failing,
        (_, EvidenceResult.Inconclusive) => RequirementState.Inconclusive,
        // Still young, but nobody can ask the source again: shown with its age, never counted as a pass.
        (_, EvidenceResult.Satisfied) when revoked => RequirementState.Inconclusive,
        (Freshness.DueSoon, EvidenceResult.Satisfied) => RequirementState.DueSoon,
        (Freshness.Fresh, EvidenceResult.Satisfied) => RequirementState.Fresh,
        _ => RequirementState.NotCollected,
    };

    /// <param name="automatable">Whether a shipped connector could serve the control.</param>
    public static ControlState StateOf(IReadOnlyList<RequirementVerdict> requirements, bool automatable)
    {
        if (requirements.Count == 0)
        {
            return automatable ? ControlState.Uncovered : ControlState.Manual;
        }

        var (failing, passing, current) = (false, 0, false);
        foreach (var requirement in requirements)
        {
            failing |= requirement.State == RequirementState.Failing;
            passing += requirement.IsPass ? 1 : 0;
            current |= requirement.IsCurrent;
        }

        return failing ? ControlState.Failing
            : passing == requirements.Count ? ControlState.Covered
            : current ? ControlState.Degraded
            : ControlState.Uncovered;
    }
}
