using System.Globalization;
using Portal.Connectors.BambooHr.Onboarding;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>The live checklist: one line after another, counts and field names only. The first line that fails ends it.</summary>
internal sealed class BambooHrConnectionTest(ConnectorSession session, IProgress<CheckResult> progress)
{
    private readonly BambooHrSettings _settings = BambooHrSettings.From(session.Settings);
    private readonly BambooHrClient _client = new(session, accountWasProven: false);
    private readonly List<CheckResult> _checks = [];
    private IReadOnlyList<Capability> _capabilities = [];
    private CheckResult _running = new("", "", StepState.Waiting);
    private bool _limited;

    public async Task<ConnectionTestReport> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
            return new ConnectionTestReport(_limited ? TestVerdict.Limited : TestVerdict.Passed, _checks, _capabilities);
        }
        catch (ConnectorException failed)
        {
            // Reaching the account and being let in are one request; the answer says which of the two it was about.
            if (_running.Key == "reach" && failed.Error.Code is ConnectorErrorCode.KeyRejected or ConnectorErrorCode.KeyOrAccount
                or ConnectorErrorCode.LockedOut or ConnectorErrorCode.PermissionDenied or ConnectorErrorCode.RateLimited)
            {
                Pass(session.Http.BaseAddress.Host);
                Begin("sign_in", "Sign in with the key");
            }
            Finish(StepState.Failed, failed.Error.Message);
            return new ConnectionTestReport(TestVerdict.Refused, _checks, _capabilities, failed.Error);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        Begin("reach", "Reach your BambooHR");
        var ownerId = await _client.SignInAsync(cancellationToken);
        Pass(session.Http.BaseAddress.Host);
        Begin("sign_in", "Sign in with the key");
        Pass("The key is accepted.");

        Begin("fields", "See which fields the key can read");
        var source = await EmployeeDataset.DiscoverAsync(_client, cancellationToken)
            ?? (IPeopleSource)await CustomReport.DiscoverAsync(_client, _settings.CustomerField, cancellationToken);
        _capabilities = KeyPrivileges.Map(source.Visible, [], OwnerState.NotAsked);
        var hidden = source.Visible.Without(BambooHrFields.Needed);
        if (hidden.Count == 0)
        {
            Pass(string.Create(CultureInfo.InvariantCulture, $"All {BambooHrFields.Needed.Count} fields we need."));
        }
        else
        {
            Limit($"Not visible: {string.Join(", ", hidden)}.", string.Join(' ', hidden.Select(KeyPrivileges.FixFor).Distinct(StringComparer.Ordinal)));
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(session.Clock.GetUtcNow(), _settings.CompanyZone).DateTime);
        await CheckActiveAsync(source, cancellationToken);
        await CheckTerminationsAsync(source, today, cancellationToken);
        var tried = await CheckOnboardingAsync(source, cancellationToken);
        await CheckPrivilegeAsync(source, ownerId, tried, cancellationToken);
    }

    private async Task CheckActiveAsync(IPeopleSource source, CancellationToken cancellationToken)
    {
        Begin("active_employees", "Count active employees", BambooHrKinds.ActiveEmployees);
        if (!CanRead(source, ActiveEmployees.Fields))
        {
            return;
        }
        var active = source is EmployeeDataset dataset
            ? await dataset.CountAsync(new PeopleQuery(ActiveEmployees.Fields, ActiveEmployees.Filter), cancellationToken)
            : (await ActiveEmployees.FindAsync(source, null, _settings.AccountLabel, () => null, NoRows.Instance, cancellationToken)).Active;
        // Without filters only the sync can tell who is active; that somebody is visible at all can be told now.
        var visible = active ?? await ((EmployeeDataset)source).CountAsync(new PeopleQuery(ActiveEmployees.Fields), cancellationToken);
        if (visible is null or 0)
        {
            Limit("The key signs in and sees nobody. That is a missing permission far more often than an empty company.",
                "In BambooHR, let the key's user see about other employees: All Employees, view only.");
        }
        else
        {
            Pass(string.Create(CultureInfo.InvariantCulture,
                $"{visible} {(active is null ? "people on record, active and former" : "people")}. Compare with your own count: people outside the key's scope are left out without a word."));
        }
    }

    private async Task CheckTerminationsAsync(IPeopleSource source, DateOnly today, CancellationToken cancellationToken)
    {
        Begin("terminations", "Find terminations of the last 30 days", BambooHrKinds.Terminations);
        if (!CanRead(source, Terminations.Fields))
        {
            return;
        }
        var count = source is EmployeeDataset dataset
            ? await dataset.CountAsync(new PeopleQuery(Terminations.Fields, Terminations.Filter(today)), cancellationToken)
            : null;
        Pass(count is null
            ? "Leave dates are visible. They are counted in the first sync."
            : string.Create(CultureInfo.InvariantCulture, $"{count} people with a leave date since {today.AddDays(-Terminations.WindowDays):yyyy-MM-dd}, later dates included."));
    }

    private async Task<IReadOnlyList<RungTried>> CheckOnboardingAsync(IPeopleSource source, CancellationToken cancellationToken)
    {
        Begin("onboarding", "See where onboarding can be read", BambooHrKinds.OnboardingCompletion);
        if (source is EmployeeDataset && source.Visible.Has(BambooHrFields.Tasks))
        {
            Pass(_settings.TaskLists.Count > 0 ? "Onboarding tasks are visible." : "Task lists are visible. After connecting, name those that are onboarding.");
            return [];
        }
        if (_settings.CustomerField is { } field && (field.Table is not null || source.Visible.Has([field.Name])))
        {
            Pass($"From {field}.");
            return [];
        }
        Unusable trainings;
        try
        {
            var required = TrainingType.ReadAll(await _client.GetAsync("/api/v1/training/type", cancellationToken)).Count(t => t.Required || _settings.Trainings.Count > 0);
            if (required > 0)
            {
                Pass(string.Create(CultureInfo.InvariantCulture, $"No task lists are visible; {required} required trainings stand in for them."));
                return [];
            }
            trainings = new Unusable(BambooHrReasons.NoOnboardingListConfigured);
        }
        catch (ConnectorException failed)
        {
            trainings = Unusable.From(failed, "trainings", BambooHrReasons.FeatureNotInPlan);
            if (trainings.Stop)
            {
                throw;
            }
        }
        Limit("Neither task lists nor required trainings can be read, so onboarding would stay unproven.",
            "Allow onboarding tasks or Training (view) for the key's user, or name a field of your own after connecting.");
        return [new(BambooHrRungs.RequiredTrainings, trainings.Reason)];
    }

    private async Task CheckPrivilegeAsync(IPeopleSource source, string? ownerId, IReadOnlyList<RungTried> tried, CancellationToken cancellationToken)
    {
        Begin("privilege", "Look for more than needed");
        var owner = await KeyOwner.LookUpAsync(_client, ownerId, cancellationToken);
        _capabilities = KeyPrivileges.Map(source.Visible, tried, owner);
        if (owner is OwnerState.Disabled)
        {
            Finish(StepState.Warned, KeyOwner.Warning, "Make the key as a user that stays.");
        }
        else if (KeyPrivileges.Sensitive(source.Visible) is { Count: > 0 } sensitive)
        {
            Finish(StepState.Warned, KeyPrivileges.SensitiveMessage(sensitive), KeyPrivileges.SensitiveFix);
        }
        else
        {
            Pass("Nothing beyond what is needed.");
        }
    }

    private bool CanRead(IPeopleSource source, IReadOnlyList<string> fields)
    {
        if (source.Visible.Without(fields) is not { Count: > 0 } hidden)
        {
            return true;
        }
        Limit($"Cannot be collected without {string.Join(", ", hidden)}.", string.Join(' ', hidden.Select(KeyPrivileges.FixFor).Distinct(StringComparer.Ordinal)));
        return false;
    }

    private void Begin(string key, string title, string? kind = null) => progress.Report(_running = new CheckResult(key, title, StepState.Running, kind));

    private void Pass(string message) => Finish(StepState.Done, message);

    private void Limit(string message, string fix)
    {
        _limited = true;
        Finish(StepState.Warned, message, fix);
    }

    private void Finish(StepState state, string message, string? fix = null)
    {
        _checks.Add(_running with { State = state, Message = message, Fix = fix });
        progress.Report(_checks[^1]);
    }

    private sealed class NoRows : IProgress<RowsRead>
    {
        public static readonly NoRows Instance = new();

        public void Report(RowsRead value) { }
    }
}
