namespace Portal.Web.Features.Evidence;

/// <summary>Texts of the explorer and of the evidence page.</summary>
public sealed class EvidenceText;
