using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Platform.Text;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>
/// What the log says about evidence, so that every column of every row of it hangs on a leaf: the observation's are all named, the
/// evidence's own and its control links go in as a digest, payload and population through the fingerprint. The formats are final.
/// </summary>
internal static class EvidenceStatement
{
    public const string EvidenceDigest = "evidenceSha256";

    /// <summary>Detail of <c>evidence.observed</c>.</summary>
    /// <param name="evidenceDigest">With the first observation only: that one brought the evidence in.</param>
    public static JsonObject Of(Observation observation, byte[] fingerprint, string? evidenceDigest)
    {
        var statement = new JsonObject
        {
            ["accepted"] = observation.Accepted,
            ["asOf"] = InstantText.Machine(observation.AsOf),
            ["connection"] = observation.ConnectionId.ToString("D"),
            ["fingerprint"] = Fingerprint.Hex(fingerprint),
            ["kind"] = observation.Kind,
            ["observation"] = observation.Id.ToString("D"),
            ["provenanceSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(observation.ProvenanceJson))),
            ["reason"] = observation.ReasonCode,
            ["result"] = observation.Result.ToString(),
            ["run"] = observation.RunId.ToString("D"),
        };
        if (evidenceDigest is not null)
        {
            statement[EvidenceDigest] = evidenceDigest;
        }

        return statement;
    }

    /// <summary>SHA-256, lower-case hex, over the canonical JSON of the evidence's columns and its control links in order.</summary>
    public static string DigestOf(EvidenceRecord evidence, IEnumerable<EvidenceControl> links) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(new JsonObject
        {
            ["connection"] = evidence.ConnectionId.ToString("D"),
            ["controls"] = new JsonArray([.. links.OrderBy(l => l.Framework, StringComparer.Ordinal).ThenBy(l => l.Control, StringComparer.Ordinal).Select(Of)]),
            ["fingerprint"] = Fingerprint.Hex(evidence.Fingerprint),
            ["firstObservedAt"] = InstantText.Machine(evidence.FirstObservedAt),
            ["firstRun"] = evidence.FirstRunId.ToString("D"),
            ["id"] = evidence.Id.ToString("D"),
            ["kind"] = evidence.Kind,
            ["reason"] = evidence.ReasonCode,
            ["result"] = evidence.Result.ToString(),
            ["rung"] = evidence.Rung,
            ["schemaVersion"] = evidence.SchemaVersion,
            ["subject"] = evidence.Subject,
        })));

    private static JsonNode Of(EvidenceControl link) => new JsonObject
    {
        ["aspect"] = link.Aspect.ToString(),
        ["control"] = link.Control,
        ["framework"] = link.Framework,
        ["relation"] = link.Relation.ToString(),
    };
}
