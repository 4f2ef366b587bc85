using System.Globalization;
using System.Runtime.CompilerServices;
using Portal.Connectors.BambooHr.Onboarding;
using Portal.Connectors.BambooHr.Vendor;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr;

/// <summary>One sync, from sign-in to the facts for the next. Everything is read and judged before the first draft is handed over.</summary>
internal sealed class BambooHrSync(ConnectorSession session, IProgress<CollectionStep> progress)
{
    private static readonly (bool Doubtful, string? Note) Whole = (false, null);

    private readonly BambooHrSettings _settings = BambooHrSettings.From(session.Settings);
    private readonly BambooHrClient _client = new(session, accountWasProven: true);

    public async IAsyncEnumerable<CollectedItem> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One day for the whole sync, or a midnight in the middle would put two windows into one record.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(session.Clock.GetUtcNow(), _settings.CompanyZone).DateTime);

        var ownerId = await StepAsync("sign_in", "Sign in", _ => _client.SignInAsync(cancellationToken), _ => Whole);
        var source = await StepAsync("fields", "See which fields the key can read", async _ =>
            await EmployeeDataset.DiscoverAsync(_client, cancellationToken) ?? (IPeopleSource)await CustomReport.DiscoverAsync(_client, _settings.CustomerField, cancellationToken),
            found => found.Visible.Without(BambooHrFields.Needed) is { Count: > 0 } hidden ? (true, $"Not visible: {string.Join(", ", hidden)}.")
                : found is CustomReport ? (false, "No employee dataset here; reading a report instead.") : Whole);
        var active = await StepAsync("active_employees", "Count active employees",
            rows => ActiveEmployees.FindAsync(source, ownerId, _settings.AccountLabel, () => _client.VendorClock, rows, cancellationToken),
            found => Of(found.Draft));
        var seesPeople = active.Active is not 0;
        var left = await StepAsync("terminations", "Find terminations",
            rows => Terminations.FindAsync(source, seesPeople, today, _settings.CompanyZone, _settings.AccountLabel, () => _client.VendorClock, rows, cancellationToken),
            found => Of(found.Draft));
        var onboarding = await StepAsync("onboarding", "Derive onboarding completion",
            rows => OnboardingLadder.FindAsync(_client, source, _settings, seesPeople, today, rows, cancellationToken),
            found => Of(found.Draft));
        var owner = await StepAsync("privilege", "Check the key's owner and privileges", _ => KeyOwner.LookUpAsync(_client, ownerId, cancellationToken),
            found => found is OwnerState.Disabled ? (true, KeyOwner.Warning) : Whole);

        yield return new CapabilityReport(KeyPrivileges.Map(source.Visible, Tried(onboarding), owner));
        foreach (var warning in Warnings(source, active, onboarding, owner, ownerId))
        {
            yield return warning;
        }
        var memory = RunMemory.Of(source.Visible, active, left, onboarding);
        var suspicions = RunGuards.Check(RunMemory.Read(session.PreviousFacts), memory, active, left, onboarding);
        foreach (var suspicion in suspicions)
        {
            yield return suspicion;
        }
        yield return RunGuards.Doubted(active.Draft, suspicions);
        foreach (var member in left.Members)
        {
            yield return member;
        }
        yield return RunGuards.Doubted(left.Draft, suspicions);
        foreach (var member in onboarding.Members)
        {
            yield return member;
        }
        yield return RunGuards.Doubted(onboarding.Draft, suspicions);
        yield return new RunFacts(memory.ToJson());
    }

    private static IEnumerable<RungTried> Tried(OnboardingFound onboarding) =>
        PayloadJson.Parse<OnboardingPayload>(onboarding.Draft.Payload.ToJsonString()).Tried;

    private static IEnumerable<CollectionWarning> Warnings(
        IPeopleSource source, ActiveEmployeesFound active, OnboardingFound onboarding, OwnerState owner, string? ownerId)
    {
        if (KeyPrivileges.Sensitive(source.Visible) is { Count: > 0 } sensitive)
        {
            yield return new CollectionWarning("over_privileged", $"{KeyPrivileges.SensitiveMessage(sensitive)} {KeyPrivileges.SensitiveFix}");
        }
        // Where users cannot be seen, the owner's own employee record still tells something.
        if (owner is OwnerState.Disabled)
        {
            yield return new CollectionWarning("owner_inactive", KeyOwner.Warning);
        }
        else if (owner is OwnerState.NotVisible && ownerId is not null && active is { Active: > 0, SawOwner: false })
        {
            yield return new CollectionWarning("owner_inactive",
                "The key's owner is not among the active people this key can see. If they left, the key stops working soon: make a new one as a user that stays.");
        }
        foreach (var note in onboarding.Notes)
        {
            yield return new CollectionWarning("onboarding", note);
        }
    }

    /// <summary>A step that could not give what it is for is not simply done.</summary>
    private static (bool Doubtful, string? Note) Of(EvidenceDraft draft) =>
        (draft.Result is EvidenceResult.NotAvailable or EvidenceResult.Inconclusive, draft.ReasonCode ?? draft.Rung);

    private async Task<T> StepAsync<T>(
        string key, string title, Func<IProgress<RowsRead>, Task<T>> work, Func<T, (bool Doubtful, string? Note)> judge)
    {
        progress.Report(new CollectionStep(key, title, StepState.Running));
        var rows = new Rows(key, title, progress);
        try
        {
            var found = await work(rows);
            var (doubtful, note) = judge(found);
            progress.Report(new CollectionStep(key, title, doubtful ? StepState.Warned : StepState.Done, rows.Last?.Done, rows.Last?.Total, note));
            return found;
        }
        catch (ConnectorException failed)
        {
            progress.Report(new CollectionStep(key, title, StepState.Failed, rows.Last?.Done, rows.Last?.Total, failed.Error.Message));
            throw;
        }
    }

    /// <summary>Reports in order and at once; <see cref="Progress{T}"/> would do neither.</summary>
    private sealed class Rows(string key, string title, IProgress<CollectionStep> progress) : IProgress<RowsRead>
    {
        public RowsRead? Last { get; private set; }

        public void Report(RowsRead value)
        {
            Last = value;
            progress.Report(new CollectionStep(key, title, StepState.Running, value.Done, value.Total));
        }
    }
}
