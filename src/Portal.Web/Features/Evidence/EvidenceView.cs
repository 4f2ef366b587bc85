namespace Portal.Web.Features.Evidence;

/// <summary>The parts of the evidence page; <c>?tab=</c> in the URL says which one is open.</summary>
internal enum EvidenceView { Summary, Raw, Provenance, Verify, Used }
