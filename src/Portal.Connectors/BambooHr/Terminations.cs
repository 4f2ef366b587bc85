using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>Finds who left in the last 30 days. Zero is only reported when it was found twice, in two ways.</summary>
internal static class Terminations
{
    public const int WindowDays = 30;

    public const string Rule =
        "Counted: Inactive, termination date within the window. Scheduled: later date, or Active with today's date (employment ends at 23:59). "
        + "Review: Active with an earlier date in the window (rehire or inconsistent).";

    public static IReadOnlyList<string> Fields { get; } = [BambooHrFields.Id, BambooHrFields.Status, BambooHrFields.TerminationDate];

    public static string Filter(DateOnly today) => Since(BambooHrFields.TerminationDate, today.AddDays(-WindowDays));

    public static string Since(string field, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{field} ge '{day:yyyy-MM-dd}'");

    public static async Task<TerminationsFound> FindAsync(
        IPeopleSource source, bool seesPeople, DateOnly today, TimeZoneInfo zone, string subject, Func<DateTimeOffset?> clock,
        IProgress<RowsRead> progress, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject { ["fields"] = ActiveEmployees.Json(Fields), ["today"] = Iso(today), ["windowStart"] = Iso(today.AddDays(-WindowDays)) };
        if (source.Visible.Without(Fields) is { Count: > 0 } hidden)
        {
            parameters["hiddenFields"] = ActiveEmployees.Json(hidden);
            return Unreadable(EvidenceResult.NotAvailable, BambooHrReasons.FieldsNotExposed,
                new Provenance(BambooHrManifest.FieldsRead, parameters, 0, null, 0, Rule, zone.Id, clock()));
        }
        // Future hires are Inactive and have no leave date; only their hire date tells them from a leaver whose date is hidden.
        string[] fields = source.Visible.Has([BambooHrFields.HireDate]) ? [.. Fields, BambooHrFields.HireDate] : [.. Fields];
        parameters["fields"] = ActiveEmployees.Json(fields);
        var reading = await source.ReadAsync(new PeopleQuery(fields, Filter(today)), () => new Leavers(today), progress, cancellationToken);
        var pages = reading.Pages;
        if (reading.Filter is not null && reading.Rows.Counted == 0)
        {
            // A filter that BambooHR read differently would give an empty answer too. So everybody is looked at once, without it.
            parameters["filter"] = reading.Filter;
            parameters["filteredRows"] = reading.RowsRead;
            parameters["zeroCheckedWithoutFilter"] = true;
            reading = await source.ReadAsync(new PeopleQuery(fields), () => new Leavers(today), progress, cancellationToken);
            pages += reading.Pages;
        }
        else
        {
            parameters["filter"] = reading.Filter;
        }
        var leavers = reading.Rows;
        parameters["rowsRead"] = reading.RowsRead;
        parameters["passes"] = reading.Passes;
        parameters["inactiveWithoutDate"] = leavers.InactiveWithoutDate;
        var provenance = new Provenance(reading.Endpoint, parameters, pages, reading.ProviderTotal, leavers.Members.Count, Rule, zone.Id, clock());
        if (!seesPeople)
        {
            return Unreadable(EvidenceResult.Inconclusive, BambooHrReasons.NoEmployeesVisible, provenance);
        }
        var dates = reading.Filter is not null ? new ColumnFacts(leavers.Members.Count, 0, Selected: true)
            : fields.Length > Fields.Count ? new ColumnFacts(leavers.Inactive, leavers.InactiveWithoutDate) : null;
        var (result, reason) =
            !reading.IsWhole ? (EvidenceResult.Inconclusive, BambooHrReasons.TotalMismatch)
            : dates is { IsHollow: true } ? (EvidenceResult.Inconclusive, BambooHrReasons.NullSpike)
            : (EvidenceResult.Satisfied, (string?)null);
        var payload = new TerminationsPayload(
            WindowDays, leavers.Counted, leavers.Scheduled, leavers.Review, AttestedZero: leavers.Counted == 0 && result is EvidenceResult.Satisfied, Rule, result, reason);
        return new TerminationsFound(Draft(payload, provenance), leavers.InOrder(), reading.NeverSent)
        {
            TotalMismatch = reading.IsWhole ? null : ActiveEmployees.Mismatch(reading.RowsRead, reading.ProviderTotal),
            Dates = dates,
        };

        TerminationsFound Unreadable(EvidenceResult result, string reason, Provenance how) =>
            new(Draft(new TerminationsPayload(WindowDays, null, null, null, false, Rule, result, reason), how), [], []);

        EvidenceDraft Draft(TerminationsPayload found, Provenance how) => new()
        {
            Kind = BambooHrKinds.Terminations,
            SchemaVersion = 1,
            Subject = subject,
            Result = found.Result,
            ReasonCode = found.Reason,
            Provenance = how,
            Payload = PayloadJson.ToJson(found),
        };
    }

    internal static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class Leavers(DateOnly today) : IPeopleSink
    {
        private readonly DateOnly _windowStart = today.AddDays(-WindowDays);

        public List<PopulationMember> Members { get; } = [];

        public long Counted { get; private set; }

        public long Scheduled { get; private set; }

        public long Review { get; private set; }

        public long Inactive { get; private set; }

        public long InactiveWithoutDate { get; private set; }

        public void Take(PeopleRow row)
        {
            var status = row[BambooHrFields.Status];
            var date = BambooHrMapper.Date(row[BambooHrFields.TerminationDate]);
            if (BambooHrMapper.IsInactive(status) && !(BambooHrMapper.Date(row[BambooHrFields.HireDate]) > today))
            {
                Inactive++;
                InactiveWithoutDate += date is null ? 1 : 0;
            }
            var disposition = BambooHrMapper.Leaver(status, date, _windowStart, today);
            switch (disposition)
            {
                case LeaverDisposition.Counted:
                    Counted++;
                    break;
                case LeaverDisposition.Scheduled:
                    Scheduled++;
                    break;
                case LeaverDisposition.Review:
                    Review++;
                    break;
                case LeaverDisposition.None:
                default:
                    return;
            }
            Members.Add(new PopulationMember(BambooHrKinds.Terminations, row.Id, date!.Value, Word(disposition)));
        }

        public IReadOnlyList<PopulationMember> InOrder() => [.. Members.OrderBy(m => m.Date).ThenBy(m => m.SubjectId, StringComparer.Ordinal)];

        private static string Word(LeaverDisposition disposition) => disposition switch
        {
            LeaverDisposition.Counted => "counted",
            LeaverDisposition.Scheduled => "scheduled",
            LeaverDisposition.Review => "review",
            LeaverDisposition.None => throw new InvalidOperationException("Only members have a word."),
        };
    }
}

internal sealed record TerminationsFound(EvidenceDraft Draft, IReadOnlyList<PopulationMember> Members, IReadOnlyList<string> NeverSent)
{
    public string? TotalMismatch { get; init; }

    /// <summary>How full the leave-date column was among people who have left; null when that could not be told.</summary>
    public ColumnFacts? Dates { get; init; }
}

/// <summary>How often a column was empty among rows that should have had a value.</summary>
/// <param name="Selected">The rows were selected by that very column, so that none of them could be empty.</param>
internal sealed record ColumnFacts(long Rows, long Empty, bool Selected = false)
{
    [JsonIgnore]
    public bool IsHollow => Rows > 0 && Empty == Rows;
}
