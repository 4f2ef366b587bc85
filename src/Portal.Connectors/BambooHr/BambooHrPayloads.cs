using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

// What was found, and nothing about when or how: two syncs that find the same give byte-equal payloads. A number that could not
// be read is null, never 0.

/// <param name="Digest">
/// SHA-256 over the ids of the counted people in ascending order, each followed by a line feed; null when BambooHR did not keep the order
/// we asked for, and for so few people that it could be guessed.
/// </param>
internal sealed record ActiveEmployeesPayload(
    long? ActiveEmployees, string? Digest, string Rule, EvidenceResult Result, string? Reason);

/// <param name="AttestedZero">Nobody left in the window, and that was checked a second way (see the README).</param>
internal sealed record TerminationsPayload(
    int WindowDays, long? Counted, long? Scheduled, long? Review, bool AttestedZero, string Rule, EvidenceResult Result,
    string? Reason, PopulationDigest? Population = null);

/// <param name="Measure">What is counted, in words that fit the rung: trainings are never called onboarding tasks.</param>
/// <param name="DueCompleted">Of the items due, those done.</param>
/// <param name="OverdueBeyondLimit">Of the items overdue, those overdue by more days than the organization allows.</param>
/// <param name="Rate">DueCompleted ÷ Due, four decimals; null when nothing is due.</param>
/// <param name="Tried">Rungs above this one, and why each could not be used.</param>
internal sealed record OnboardingPayload(
    string Rung, string Measure, int PeriodDays, long? NewHires, long? Total, long? Completed, long? Due, long? DueCompleted,
    long? Overdue, long? OverdueBeyondLimit, double? Rate, IReadOnlyList<RungTried> Tried, EvidenceResult Result, string? Reason,
    PopulationDigest? Population = null);

internal sealed record RungTried(string Rung, string Reason);

/// <summary>Added by the sync path from the members that were streamed for the kind.</summary>
internal sealed record PopulationDigest(long Count, string Sha256);

internal static class PayloadJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The payload as the sync path stores it; <c>population</c> is left out for the sync path to add.</summary>
    public static JsonObject ToJson<T>(T payload) where T : notnull
    {
        var json = JsonSerializer.SerializeToNode(payload, Options)!.AsObject();
        if (json["population"] is null)
        {
            json.Remove("population");
        }
        return json;
    }

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static string SchemaOf<T>()
    {
        var schema = Options.GetJsonSchemaAsNode(typeof(T), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString();
    }
}
