using Portal.Connectors.Sdk;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>A member of a population while it is held in memory; the vendor's id is written nowhere but sealed.</summary>
internal readonly record struct TakenMember(string Kind, string Pseudonym, DateOnly Date, string Disposition, string SubjectId)
{
    public static TakenMember Of(PopulationMember member, string pseudonym) =>
        new(member.Kind, pseudonym, member.Date, member.Disposition, member.SubjectId);
}

/// <summary>What a run found, when it never left memory.</summary>
/// <param name="NewSubjects">Vendor ids, sealed, of those among the members that the connection did not know yet.</param>
internal sealed record UnstagedRows(
    IReadOnlyList<TakenMember> Members, IReadOnlyList<SealedSubject> NewSubjects, IReadOnlyList<StagedDraft> Drafts);
