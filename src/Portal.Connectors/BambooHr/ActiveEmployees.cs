using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>Counts active people by reading every one of them, so that the number is not only what BambooHR says it is.</summary>
internal static class ActiveEmployees
{
    public const string Rule =
        "Counted: status is Active, as BambooHR states it. Contractors count; people hired for a later date count once BambooHR calls them Active.";

    public const string Filter = "status eq 'Active'";

    /// <summary>Ids are small numbers: the digest of a handful of them could be found by trying, and would then give them away.</summary>
    public const int SmallestDigested = 20;

    public static IReadOnlyList<string> Fields { get; } = [BambooHrFields.Id, BambooHrFields.Status];

    public static async Task<ActiveEmployeesFound> FindAsync(
        IPeopleSource source, string? ownerId, string subject, Func<DateTimeOffset?> clock, IProgress<RowsRead> progress, CancellationToken cancellationToken)
    {
        if (source.Visible.Without(Fields) is { Count: > 0 } hidden)
        {
            var nothing = new JsonObject { ["hiddenFields"] = Json(hidden) };
            return new ActiveEmployeesFound(null, false, [], Draft(subject, null, null, EvidenceResult.NotAvailable, BambooHrReasons.FieldsNotExposed,
                new Provenance(BambooHrManifest.FieldsRead, nothing, 0, null, 0, Rule, null, clock())));
        }
        var reading = await source.ReadAsync(new PeopleQuery(Fields, Filter), () => new Count(ownerId), progress, cancellationToken);
        var count = reading.Rows;
        var (result, reason) =
            !reading.IsWhole ? (EvidenceResult.Inconclusive, BambooHrReasons.TotalMismatch)
            : count.Active == 0 ? (EvidenceResult.Inconclusive, BambooHrReasons.NoEmployeesVisible)
            : (EvidenceResult.Satisfied, (string?)null);
        var parameters = new JsonObject
        {
            ["fields"] = Json(Fields),
            ["filter"] = reading.Filter,
            ["rowsRead"] = reading.RowsRead,
            ["inIdOrder"] = reading.IsOrdered,
            ["passes"] = reading.Passes,
        };
        var provenance = new Provenance(reading.Endpoint, parameters, reading.Pages, reading.ProviderTotal, count.Active, Rule, null, clock());
        return new ActiveEmployeesFound(
            reading.IsWhole ? count.Active : null, count.SawOwner, reading.NeverSent,
            Draft(subject, count.Active == 0 ? null : count.Active, reading.IsOrdered && count.Active >= SmallestDigested ? count.Digest() : null, result, reason, provenance))
        { TotalMismatch = reading.IsWhole ? null : Mismatch(reading.RowsRead, reading.ProviderTotal) };
    }

    internal static string Mismatch(long read, long? total) => string.Create(CultureInfo.InvariantCulture,
        $"BambooHR said there are {total} rows and sent {read}, or the list kept moving while it was read, three times in a row.");

    internal static JsonArray Json(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)n)]);

    private static EvidenceDraft Draft(string subject, long? active, string? digest, EvidenceResult result, string? reason, Provenance provenance) => new()
    {
        Kind = BambooHrKinds.ActiveEmployees,
        SchemaVersion = 1,
        Subject = subject,
        Result = result,
        ReasonCode = reason,
        Provenance = provenance,
        Payload = PayloadJson.ToJson(new ActiveEmployeesPayload(active, digest, Rule, result, reason)),
    };

    /// <summary>A running count and digest; no row outlives the next.</summary>
    private sealed class Count(string? ownerId) : IPeopleSink
    {
        private const int LongestId = 255;

        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Hashed a buffer at a time: a call for every id costs more than hashing them.
        private readonly byte[] _lines = new byte[8 * 1024];
        private int _written;

        public long Active { get; private set; }

        public bool SawOwner { get; private set; }

        public void Take(PeopleRow row)
        {
            // Asked again, because the filter is only a wish.
            if (!BambooHrMapper.IsActive(row[BambooHrFields.Status]))
            {
                return;
            }
            Active++;
            SawOwner |= string.Equals(row.Id, ownerId, StringComparison.Ordinal);
            if (_lines.Length - _written < LongestId + 1)
            {
                Hash();
            }
            if (Encoding.UTF8.TryGetBytes(row.Id, _lines.AsSpan(_written, LongestId), out var length))
            {
                _lines[_written + length] = (byte)'\n';
                _written += length + 1;
            }
        }

        public string Digest()
        {
            Hash();
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }

        private void Hash()
        {
            _hash.AppendData(_lines, 0, _written);
            _written = 0;
        }
    }
}

/// <param name="Active">Null when it could not be counted.</param>
internal sealed record ActiveEmployeesFound(long? Active, bool SawOwner, IReadOnlyList<string> NeverSent, EvidenceDraft Draft)
{
    public string? TotalMismatch { get; init; }
}
