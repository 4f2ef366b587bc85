using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.BambooHr.Onboarding;

/// <summary>Rung 3: a field of the employee, or of a table, in which the customer keeps onboarding.</summary>
internal sealed class CustomerFieldRung : IRung
{
    public string Name => BambooHrRungs.CustomerField;

    public string Measure => "Onboarding as the customer keeps it in a field of their own";

    public async Task<RungOutcome> MeasureAsync(OnboardingQuestion question, CancellationToken cancellationToken) => question.Settings.CustomerField switch
    {
        null => new Unusable(BambooHrReasons.NoOnboardingListConfigured),
        { Table: null } field => await FromEmployeeAsync(question, field, cancellationToken),
        { Table: { } table } field => await FromTableAsync(question, table, field, cancellationToken),
    };

    private static async Task<RungOutcome> FromEmployeeAsync(OnboardingQuestion question, CustomerField field, CancellationToken cancellationToken)
    {
        if (!question.Source.Visible.Has([field.Name]))
        {
            return new Unusable(BambooHrReasons.FieldsNotExposed, Note: $"The key cannot see the field {field.Name}.");
        }
        string[] fields = [BambooHrFields.Id, field.Name];
        var reading = await question.Source.ReadAsync(
            new PeopleQuery(fields, question.HiresFilter), () => new Values(question, field.Name), progress: null, cancellationToken);
        var parameters = new JsonObject
        {
            ["fields"] = ActiveEmployees.Json(fields),
            ["filter"] = reading.Filter,
            ["rowsRead"] = reading.RowsRead,
            ["passes"] = reading.Passes,
        };
        return new Measured(reading.Rows.Tally, reading.Endpoint, parameters, reading.Pages, reading.ProviderTotal, reading.IsWhole);
    }

    private static async Task<RungOutcome> FromTableAsync(OnboardingQuestion question, string table, CustomerField field, CancellationToken cancellationToken)
    {
        var rows = new TableRows(question, field.Name);
        try
        {
            await question.Client.ReadAsync(HttpMethod.Get, $"/api/v1/employees/all/tables/{table}", null, rows, cancellationToken);
        }
        catch (ConnectorException failed)
        {
            return Unusable.From(failed, $"rows of {table}", notFound: BambooHrReasons.FieldsNotExposed);
        }
        if (rows.Read > 0 && !rows.SawField)
        {
            return new Unusable(BambooHrReasons.FieldsNotExposed, Note: $"No row of {table} shows the field {field.Name}.");
        }
        rows.AddPeopleWithoutRow();
        var parameters = new JsonObject { ["table"] = table, ["field"] = field.Name, ["rowsRead"] = rows.Read };
        return new Measured(rows.Tally, BambooHrManifest.TableRead, parameters, 1, null);
    }

    private sealed class Values(OnboardingQuestion question, string field) : IPeopleSink
    {
        public OnboardingTally Tally { get; } = question.Tally();

        public void Take(PeopleRow row) => Tally.Add(row.Id, null, BambooHrMapper.IsDone(row[field], null, question.Today), row[field] is not null);
    }

    /// <summary><c>[{"id":"1","employeeId":"4","doneOn":"2026-05-02"}]</c>: unsorted, everybody, Active and Inactive; other columns are skipped unread.</summary>
    private sealed class TableRows(OnboardingQuestion question, string field) : IJsonItems
    {
        private readonly HashSet<string> _people = new(StringComparer.Ordinal);

        public OnboardingTally Tally { get; } = question.Tally();

        public long Read { get; private set; }

        public bool SawField { get; private set; }

        public void Item(ref Utf8JsonReader item)
        {
            string? person = null, value = null;
            Read++;
            while (item.Read() && item.TokenType is JsonTokenType.PropertyName)
            {
                var isPerson = item.ValueTextEquals("employeeId"u8);
                var isValue = item.ValueTextEquals(field);
                item.Read();
                if (isPerson)
                {
                    person = LooseText.Read(ref item);
                }
                else if (isValue)
                {
                    value = LooseText.Read(ref item);
                    SawField = true;
                }
                else
                {
                    item.TrySkip();
                }
            }
            if (person is not null && question.Hires.ContainsKey(person))
            {
                _people.Add(person);
                Tally.Add(person, null, BambooHrMapper.IsDone(value, null, question.Today), value is not null);
            }
        }

        /// <summary>Nobody escapes by having no row: that is one item not done.</summary>
        public void AddPeopleWithoutRow()
        {
            foreach (var person in question.Hires.Keys.Where(p => !_people.Contains(p)))
            {
                Tally.Add(person, null, done: false, hasValue: false);
            }
        }
    }
}
