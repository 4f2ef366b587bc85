using System.Text;
using System.Text.Json.Nodes;
using Portal.Compliance.Connections.Sync;
using Portal.Connectors.Sdk;
using Portal.Platform.Text;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>How one finding came about in one run, as canonical JSON: its hash goes into the observation's audit leaf.</summary>
internal static class ProvenanceText
{
    /// <param name="duplicates">Members the vendor listed twice; they are counted once.</param>
    public static string Of(EvidenceDraft draft, RunClaim claim, DateTimeOffset collectedAt, long duplicates)
    {
        var from = draft.Provenance;
        return Encoding.UTF8.GetString(CanonicalJson.Canonicalize(new JsonObject
        {
            ["attempt"] = claim.Attempt,
            ["collectedAt"] = InstantText.Machine(collectedAt),
            ["connector"] = new JsonObject { ["id"] = claim.Connector, ["version"] = claim.ConnectorVersion },
            ["duplicates"] = duplicates,
            ["endpoint"] = from.Endpoint,
            ["kept"] = from.Kept,
            ["pages"] = from.Pages,
            ["parameters"] = from.Parameters.DeepClone(),
            ["providerTotal"] = from.ProviderTotal,
            ["rule"] = from.Rule,
            ["run"] = claim.RunId.ToString("D"),
            ["rung"] = draft.Rung,
            ["schemaVersion"] = draft.SchemaVersion,
            ["slot"] = claim.Slot,
            ["startedAt"] = InstantText.Machine(claim.StartedAt),
            ["trigger"] = claim.Trigger.ToString(),
            ["vendorClock"] = from.VendorClock is { } clock ? InstantText.Machine(clock) : null,
            ["zone"] = from.Zone,
        }));
    }
}
