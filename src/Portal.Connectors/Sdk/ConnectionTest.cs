using System.Collections.Immutable;

namespace Portal.Connectors.Sdk;

/// <summary>One line of the live checklist.</summary>
/// <param name="Key">reach, sign_in, fields, active_employees, terminations, onboarding, privilege …</param>
/// <param name="EvidenceKind">The kind this check is for, so that the page can name the controls it serves; null for reach and sign-in.</param>
/// <param name="Message">What was found: counts, never names.</param>
/// <param name="Fix">What to do at the vendor, when something is missing.</param>
public sealed record CheckResult(string Key, string Title, StepState State, string? EvidenceKind = null, string? Message = null, string? Fix = null);

/// <param name="Verdict">What may follow.</param>
/// <param name="Error">Set when the verdict is Refused.</param>
public sealed record ConnectionTestReport(
    TestVerdict Verdict, IReadOnlyList<CheckResult> Checks, IReadOnlyList<Capability> Capabilities, ConnectorError? Error = null);

/// <summary>Passed: connect. Limited: connect only with a recorded consent. Refused: nothing is stored.</summary>
public enum TestVerdict { Passed, Limited, Refused }

/// <summary>The checklist as it grows: a line reported again takes its own place.</summary>
public static class Checklist
{
    public static ImmutableList<CheckResult> With(this ImmutableList<CheckResult> lines, CheckResult line)
    {
        var at = lines.FindIndex(l => string.Equals(l.Key, line.Key, StringComparison.Ordinal));
        return at < 0 ? lines.Add(line) : lines.SetItem(at, line);
    }
}
