using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Platform.Text;

namespace Portal.Benchmarks.Ingest;

/// <summary>
/// What the product canonicalises, written by hand with the names already in order: the least work that gives the same bytes. Returned
/// spans are valid until the next call.
/// </summary>
internal sealed class HandWrittenJson(Guid organization, Guid connection, Guid run, DateTimeOffset asOf)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly string _connection = connection.ToString("D");
    private readonly string _run = run.ToString("D");
    private readonly string _organization = organization.ToString("D");
    private readonly string _asOf = InstantText.Machine(asOf);

    public ReadOnlySpan<byte> Payload(int number) => Write(json =>
    {
        json.WriteBoolean("attested", true);
        json.WriteNumber("completed", number % 97);
        json.WriteNumber("number", number);
        json.WriteNull("reason");
        json.WriteString("result", "satisfied");
        json.WriteString("title", $"Finding number {number}");
        json.WriteNumber("total", 97);
    });

    public byte[] Fingerprint(byte[] payload) => SHA256.HashData(Write(json =>
    {
        json.WriteString("kind", NumberedFindings.Kind);
        json.WritePropertyName("payload");
        json.WriteRawValue(payload, skipInputValidation: true);
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("subject", NumberedFindings.Subject);
    }));

    public string Provenance(int number) => Encoding.UTF8.GetString(Write(json =>
    {
        json.WriteNumber("attempt", 1);
        json.WriteString("collectedAt", _asOf);
        json.WriteStartObject("connector");
        json.WriteString("id", NumberedFindings.Id);
        json.WriteString("version", "1.0.0");
        json.WriteEndObject();
        json.WriteNumber("duplicates", 0);
        json.WriteString("endpoint", NumberedFindings.Endpoint);
        json.WriteNumber("kept", 1);
        json.WriteNumber("pages", 1);
        json.WriteStartObject("parameters");
        json.WriteNumber("page", number);
        json.WriteEndObject();
        json.WriteNumber("providerTotal", 1);
        json.WriteString("rule", NumberedFindings.Rule);
        json.WriteString("run", _run);
        json.WriteNull("rung");
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("slot", _run);
        json.WriteString("startedAt", _asOf);
        json.WriteString("trigger", "Schedule");
        json.WriteNull("vendorClock");
        json.WriteString("zone", "Etc/UTC");
    }));

    public ReadOnlySpan<byte> Detail(byte[] fingerprint, Guid observation, string provenance) => Write(json =>
    {
        json.WriteBoolean("accepted", true);
        json.WriteString("asOf", _asOf);
        json.WriteString("connection", _connection);
        json.WriteString("fingerprint", Convert.ToHexStringLower(fingerprint));
        json.WriteString("kind", NumberedFindings.Kind);
        json.WriteString("observation", observation.ToString("D"));
        json.WriteString("provenanceSha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(provenance))));
        json.WriteNull("reason");
        json.WriteString("result", "Satisfied");
        json.WriteString("run", _run);
    });

    public ReadOnlySpan<byte> Entry(string action, string actor, byte[] detailHash, long sequence, string evidence) => Write(json =>
    {
        json.WriteString("action", action);
        json.WriteStartObject("actor");
        json.WriteString("id", actor);
        json.WriteString("name", actor);
        json.WriteEndObject();
        json.WriteString("detailHash", Convert.ToHexStringLower(detailHash));
        json.WriteString("instant", _asOf);
        json.WriteString("organization", _organization);
        json.WriteString("sequence", sequence.ToString(CultureInfo.InvariantCulture));
        json.WriteStartObject("subject");
        json.WriteString("id", evidence);
        json.WriteString("type", "evidence");
        json.WriteEndObject();
    });

    private ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return _buffer.WrittenSpan;
    }
}
