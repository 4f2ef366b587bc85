using Portal.Platform.Results;

namespace Portal.Compliance.Frameworks;

/// <summary>The closed set of refusals of this folder.</summary>
internal static class FrameworkProblems
{
    public static Problem UnknownFramework(string framework) => new(
        "unknown_framework", $"There is no framework '{framework}'.", "This build does not ship it.", "Choose one from the list.");

    public static Problem UnknownControl(string framework, string control) => new(
        "unknown_control", $"There is no control '{control}' in '{framework}'.", "This build does not ship it.", "Choose one from the list.");

    public static Problem UnknownKind(string kind) => new(
        "unknown_evidence_kind", $"No connector collects '{kind}'.", "This build ships no connector with that kind of evidence.", "Choose one from the list.");

    public static Problem AlreadyAdopted(string name) => new(
        "already_adopted", $"{name} is adopted already.", "Somebody may have been faster.", "Reload the page to see it.");

    public static Problem NotAdopted(string name) => new(
        "not_adopted", $"{name} is not adopted.", "Scope and requirements only mean something for an adopted framework.", "Adopt it first.");

    public static Problem NothingChanges(string what) => new(
        "nothing_changes", what, "Somebody may have been faster.", "Reload the page to see how it stands.");
}
