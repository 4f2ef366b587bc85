using Portal.Connectors.Sdk;
using static Portal.Connectors.Sdk.LinkRelation;

namespace Portal.Connectors.BambooHr;

internal static class BambooHrManifest
{
    public const string Id = "bamboohr";
    public const string ApiKeyField = "apiKey";

    public const string SignInRead = "GET /api/v1/employees/0";
    public const string FieldsRead = "GET /api/v1_2/datasets/employee/fields";
    public const string DataRead = "POST /api/v2/datasets/employee/data";
    public const string ReportRead = "POST /api/v1/reports/custom";
    public const string TrainingTypesRead = "GET /api/v1/training/type";
    public const string TrainingRecordsRead = "GET /api/v1/training/record/employee/{employeeId}";
    public const string TableRead = "GET /api/v1/employees/all/tables/{table}";
    public const string UsersRead = "GET /api/v1/meta/users";

    public static ConnectorManifest Value { get; } = new()
    {
        Id = Id,
        Name = "BambooHR",
        Version = "1.0.0",
        Category = ConnectorCategory.HumanResources,
        Authentication = AuthenticationKind.ApiKey,
        Summary = "Shows who works here, who left in the last 30 days and whether newcomers finished their onboarding, straight from your people system.",
        Cadence = TimeSpan.FromHours(24),
        Grace = TimeSpan.FromHours(2),
        StaleAfter = TimeSpan.FromHours(48),
        Steps =
        [
            new("key", "Key",
            [
                "In BambooHR, open your name at the top right (in the newer layout: My Account at the bottom left).",
                "Choose API Keys, then Add a new key, and give it a name you will recognise.",
                "Copy the key and paste it here. BambooHR shows it once.",
            ]),
            new("subdomain", "Subdomain",
            [
                "It is the first part of the address you open BambooHR with: acme in acme.bamboohr.com.",
                "Pasting the whole address works too.",
            ]),
        ],
        Fields =
        [
            new()
            {
                Key = ApiKeyField, Step = "key", Label = "API key", Secret = true, HintPattern = "^[0-9a-f]{40}$",
                Help = "Usually 40 characters, 0–9 and a–f. It is sealed as soon as the test has passed and never shown again.",
            },
            new()
            {
                Key = BambooHrSettings.SubdomainKey, Step = "subdomain", Label = "Subdomain", Prefix = "https://", Suffix = ".bamboohr.com",
                Placeholder = "acme", HintPattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
                Help = "The name before .bamboohr.com, or the whole address.",
            },
            new()
            {
                Key = BambooHrSettings.CompanyZoneKey, Label = "Company time zone", Required = false, Format = FieldFormat.TimeZone, Placeholder = "Europe/Berlin",
                Help = "BambooHR gives leave dates without a zone. Employment ends at 23:59 in this one. Empty means your organization's.",
            },
            new()
            {
                Key = BambooHrSettings.TaskListsKey, Label = "Onboarding task lists", Required = false, Format = FieldFormat.TextList, Placeholder = "New hire onboarding",
                Help = "Names of the BambooHR task lists that are onboarding, one per line. Leaving lists are kept in the same place, so we do not guess.",
            },
            new()
            {
                Key = BambooHrSettings.TrainingsKey, Label = "Required trainings", Required = false, Format = FieldFormat.TextList, Placeholder = "Security awareness",
                Help = "Names of the trainings every newcomer needs, one per line. Empty means every training that BambooHR marks as required.",
            },
            new()
            {
                Key = BambooHrSettings.CustomerFieldKey, Label = "Onboarding field", Required = false, Placeholder = "customOnboardingDone",
                Help = "Only if you track onboarding in a field of your own: its API name, or table.field for a table. A date or a yes counts as done.",
            },
            new()
            {
                Key = BambooHrSettings.PeriodDaysKey, Label = "Onboarding period, days", Required = false, Format = FieldFormat.Number, Placeholder = "90",
                Help = "People hired within this many days are looked at. Default 90.",
            },
            new()
            {
                Key = BambooHrSettings.ThresholdKey, Label = "Onboarding threshold", Required = false, Format = FieldFormat.Percent, Placeholder = "95",
                Help = "At least this share of what is due must be done. Default 95 %.",
            },
            new()
            {
                Key = BambooHrSettings.OverdueDaysKey, Label = "Overdue limit, days", Required = false, Format = FieldFormat.Number, Placeholder = "14",
                Help = "Nothing may be overdue by more days than this; it is also when an item without a due date falls due after hiring. Default 14.",
            },
        ],
        HowToConnect =
        [
            "Ask a BambooHR administrator for a custom access level with the permissions listed under least privilege, and nothing under “can do”.",
            "Add a Non-Employee user that has only that access level, and sign in as that user. A key can do whatever its user can do.",
            "Open the name at the top right (newer layout: My Account at the bottom left), choose API Keys, then Add a new key.",
            "Note the subdomain: acme, if you open BambooHR at acme.bamboohr.com.",
            "Paste both into the connect wizard and choose Test and connect. Nothing is stored before the test has passed.",
        ],
        LeastPrivilege =
        [
            "See about other employees: All Employees; view only, everything else no access",
            "Personal › Basic Info › Status",
            "Job › Hire Date",
            "Job › Employment Status › Date and Employment Status",
            "Onboarding tasks, if your plan has them and you track onboarding there",
            "Training, only if you track onboarding by required trainings",
        ],
        InstructionsCheckedOn = new DateOnly(2026, 11, 23),
        EvidenceKinds =
        [
            new()
            {
                Kind = BambooHrKinds.ActiveEmployees, SchemaVersion = 1, Aspect = EvidenceAspect.Population, Title = "Active employees",
                Summary = "How many people are active today: the complete population that access is reviewed against.",
                Headline = "{activeEmployees} active people",
                SampleJson = BambooHrSamples.ActiveEmployees, SchemaJson = PayloadJson.SchemaOf<ActiveEmployeesPayload>(),
                Controls =
                [
                    new("soc2", "CC6.2", Primary), new("csf2", "GV.RR-04", Primary),
                    new("soc2", "CC1.4", Supporting), new("soc2", "CC6.3", Supporting),
                    new("iso27001", "A.5.16", Supporting), new("iso27001", "A.5.18", Supporting), new("nist80053", "AC-2", Supporting),
                    new("csf2", "PR.AA-01", Supporting), new("csf2", "PR.AA-05", Supporting),
                ],
            },
            new()
            {
                Kind = BambooHrKinds.Terminations, SchemaVersion = 1, Aspect = EvidenceAspect.Population, Title = "Terminations, last 30 days",
                Summary = "Everybody whose employment ended in the last 30 days, who is due to leave, and who needs a second look. Zero is proven, not assumed.",
                Headline = "{counted} left in {windowDays} days, {scheduled} scheduled, {review} to review",
                SampleJson = BambooHrSamples.Terminations, SchemaJson = PayloadJson.SchemaOf<TerminationsPayload>(),
                Controls =
                [
                    new("soc2", "CC6.2", Primary), new("soc2", "CC6.3", Primary), new("iso27001", "A.6.5", Primary), new("nist80053", "PS-4", Primary),
                    new("hipaa", "164.308(a)(3)(ii)(C)", Primary), new("csf2", "GV.RR-04", Primary),
                    new("iso27001", "A.5.11", Supporting), new("iso27001", "A.5.18", Supporting), new("nist80053", "AC-2(3)", Supporting),
                ],
            },
            new()
            {
                Kind = BambooHrKinds.OnboardingCompletion, SchemaVersion = 1, Aspect = EvidenceAspect.Operation, Title = "Onboarding completion",
                RungTitles = new Dictionary<string, string>
                {
                    [BambooHrRungs.EmployeeTasks] = "Onboarding task completion",
                    [BambooHrRungs.RequiredTrainings] = "New-hire required training completion",
                    [BambooHrRungs.CustomerField] = "Onboarding completion by your own field",
                },
                Summary = "Of what newcomers had to finish by now, how much is done and what is overdue; the record names how it was derived.",
                Headline = "{dueCompleted} of {due} due items done, {overdue} overdue",
                SampleJson = BambooHrSamples.OnboardingCompletion, SchemaJson = PayloadJson.SchemaOf<OnboardingPayload>(),
                Controls =
                [
                    new("soc2", "CC1.4", Primary),
                    new("iso27001", "A.6.3", Primary, BambooHrRungs.RequiredTrainings),
                    new("nist80053", "AT-2", Primary, BambooHrRungs.RequiredTrainings),
                    new("nist80053", "AT-3", Primary, BambooHrRungs.RequiredTrainings),
                    new("nist80053", "AT-4", Primary, BambooHrRungs.RequiredTrainings),
                    new("csf2", "PR.AT-01", Primary, BambooHrRungs.RequiredTrainings),
                    new("csf2", "PR.AT-02", Primary, BambooHrRungs.RequiredTrainings),
                    new("soc2", "CC1.5", Supporting), new("soc2", "CC2.2", Supporting), new("hipaa", "164.308(a)(5)(i)", Supporting),
                    new("iso27001", "A.6.1", Supporting, BambooHrRungs.EmployeeTasks),
                    new("iso27001", "A.6.2", Supporting, BambooHrRungs.EmployeeTasks),
                    new("nist80053", "PS-3", Supporting, BambooHrRungs.EmployeeTasks),
                    new("nist80053", "PS-6", Supporting, BambooHrRungs.EmployeeTasks),
                ],
            },
        ],
        Reads =
        [
            new(SignInRead, ["id"], "to prove that subdomain and key belong together"),
            new(FieldsRead, ["name"], "to learn which fields the key may see; field names only"),
            new(DataRead, [.. BambooHrFields.Needed, .. BambooHrFields.Tasks], "to count active people, leavers and the tasks of newcomers"),
            new(ReportRead, ["id", "status", "hireDate", "terminationDate"], "the same facts, only where the employee dataset is not available"),
            new(TrainingTypesRead, ["id", "name", "required", "dueFromHireDate"], "to learn which trainings newcomers need, if there are no task lists"),
            new(TrainingRecordsRead, ["type", "completed"], "to see which of those trainings a newcomer finished"),
            new(TableRead, ["employeeId", "the field you name"], "only if you track onboarding in a table of your own"),
            new(UsersRead, ["employeeId", "status"], "to warn when the key's owner is disabled, where the key may see it"),
        ],
        NeverReads =
        [
            "Pay and compensation", "SSN and other national identifiers", "Birth date", "Gender", "Home address", "Phone numbers", "Photos",
            "Comments and notes", "Termination reason and type", "Task assignees",
        ],
        Hosts = ["{subdomain}.bamboohr.com"],
    };
}
