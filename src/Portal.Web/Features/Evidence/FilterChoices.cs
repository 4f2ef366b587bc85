using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;

namespace Portal.Web.Features.Evidence;

/// <summary>What the explorer offers to filter by.</summary>
public sealed record FilterChoices(IReadOnlyList<ConnectionSummary> Connections, IReadOnlyList<EvidenceKindManifest> Kinds);
