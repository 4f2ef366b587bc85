using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;
using Portal.Platform.Text;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>
/// A payload as it is stored: what the connector found, and always the verdict, so that the same numbers with another verdict are another
/// piece of evidence with a fingerprint of its own.
/// </summary>
internal static class EvidencePayloads
{
    public static JsonObject Complete(JsonObject payload, EvidenceResult result, string? reasonCode)
    {
        payload["result"] = JsonNamingPolicy.CamelCase.ConvertName(result.ToString());
        payload["reason"] = reasonCode;
        return payload;
    }

    public static (byte[] Canonical, byte[] Fingerprint) Fingerprint(string kind, int schemaVersion, string subject, JsonObject payload)
    {
        var canonical = CanonicalJson.Canonicalize(payload);
        return (canonical, Platform.Text.Fingerprint.OfCanonical(kind, schemaVersion, subject, canonical));
    }

    /// <summary>The same finding of a run that cannot be believed.</summary>
    public static (byte[] Canonical, byte[] Fingerprint) Doubted(StagedDraft draft, string suspicion) =>
        Fingerprint(draft.Kind, draft.SchemaVersion, draft.Subject,
            Complete(JsonNode.Parse(draft.Canonical)!.AsObject(), EvidenceResult.Inconclusive, suspicion));
}
