namespace Portal.Simulator;

/// <summary>Keys that every simulator knows, at every company, one per behaviour. README.md shows the same table.</summary>
public static class MagicKeys
{
    private const string Data = "/datasets/employee/data";
    private static readonly FaultScript Limited = new(FaultKind.RateLimitedSeconds);

    /// <summary>Works.</summary>
    public static readonly string Good = FakeKey.ForCode(200);
    /// <summary>Works too: a replacement for a key that was revoked.</summary>
    public static readonly string Replacement = FakeKey.ForCode(201);
    public static readonly string Rejected = FakeKey.ForCode(401);
    public static readonly string RefusedWithoutReason = FakeKey.ForCode(4010);
    public static readonly string LockedOut = FakeKey.ForCode(4031);
    public static readonly string UserDisabled = FakeKey.ForCode(4032);
    public static readonly string DataForbidden = FakeKey.ForCode(403);
    public static readonly string RateLimitedOnce = FakeKey.ForCode(429);
    public static readonly string RateLimitedOnceHttpDate = FakeKey.ForCode(4291);
    public static readonly string RateLimitedForever = FakeKey.ForCode(4299);
    public static readonly string BusyOnce = FakeKey.ForCode(5031);
    public static readonly string Unavailable = FakeKey.ForCode(503);
    public static readonly string ServerError = FakeKey.ForCode(500);
    public static readonly string FailsOnSecondPage = FakeKey.ForCode(5002);
    public static readonly string Slow = FakeKey.ForCode(2008);
    public static readonly string Hangs = FakeKey.ForCode(2009);
    public static readonly string ResetMidBody = FakeKey.ForCode(2006);
    public static readonly string TruncatedJson = FakeKey.ForCode(2005);
    public static readonly string HtmlPage = FakeKey.ForCode(2003);
    public static readonly string XmlAnswer = FakeKey.ForCode(2004);
    public static readonly string Redirect = FakeKey.ForCode(302);
    public static readonly string LimitedFields = FakeKey.ForCode(2101);
    public static readonly string StatusHidden = FakeKey.ForCode(2102);
    public static readonly string OutOfScope = FakeKey.ForCode(2103);
    public static readonly string OverPrivileged = FakeKey.ForCode(2104);
    public static readonly string OwnerDisabled = FakeKey.ForCode(2105);
    public static readonly string OwnerIsNoEmployee = FakeKey.ForCode(2106);
    public static readonly string UsersForbidden = FakeKey.ForCode(2107);
    public static readonly string DatasetsMissing = FakeKey.ForCode(2201);
    public static readonly string DateFilterRejected = FakeKey.ForCode(2202);
    public static readonly string FilterRejected = FakeKey.ForCode(2203);
    public static readonly string NextLinkElsewhere = FakeKey.ForCode(2204);
    public static readonly string BoundaryGrows = FakeKey.ForCode(2205);
    public static readonly string BoundaryShrinks = FakeKey.ForCode(2206);
    public static readonly string TasksAbsent = FakeKey.ForCode(2301);
    public static readonly string TasksSingleRow = FakeKey.ForCode(2302);
    public static readonly string NoOnboardingSource = FakeKey.ForCode(2303);
    public static readonly string TrainingNotInPlan = FakeKey.ForCode(2304);
    public static readonly string TrainingForbidden = FakeKey.ForCode(2305);

    /// <summary>In the order in which the demo page and the README show them.</summary>
    public static IReadOnlyList<MagicKey> All { get; } =
    [
        new(Good, "good", "Works; sees the least privilege that suffices.", new()),
        new(Replacement, "replacement", "Works too, for replacing a key.", new()),
        Failing(Rejected, "rejected", "401, empty text/html, X-BambooHR-Error-Message. Never adds to the lockout count.", new(FaultKind.KeyRejected)),
        Failing(RefusedWithoutReason, "key or subdomain", "401 without X-BambooHR-Error-Message: nothing tells whether key or subdomain is wrong.",
            new(FaultKind.RefusedWithoutReason)),
        Failing(LockedOut, "locked out", "403 on everything, as after repeated unknown keys.", new(FaultKind.LockedOut)),
        Failing(UserDisabled, "user disabled", "403 on everything, as when the key's user is disabled.", new(FaultKind.Forbidden)),
        new(DataForbidden, "no data", "Signs in; everything else is 403.", new() { DataForbidden = true }),
        Failing(RateLimitedOnce, "rate limited once", "First request 429 with Retry-After in seconds, then fine.", Limited with { Times = 1 }),
        Failing(RateLimitedOnceHttpDate, "rate limited once, HTTP date", "First request 429 with Retry-After as a date, then fine.",
            new(FaultKind.RateLimitedHttpDate) { Times = 1 }),
        Failing(RateLimitedForever, "rate limited for good", "Every request 429.", Limited),
        Failing(BusyOnce, "busy once", "First request 503 with Retry-After, then fine.", new(FaultKind.BusyRetryAfter) { Times = 1 }),
        Failing(Unavailable, "unavailable", "Every request 503 without Retry-After.", new(FaultKind.Unavailable)),
        Failing(ServerError, "server error", "Every request 500.", new(FaultKind.ServerError)),
        Failing(FailsOnSecondPage, "fails on the second page", "The first dataset request is fine, every later one 500.",
            new(FaultKind.ServerError) { OnPath = Data, After = 1 }),
        Failing(Slow, "slow", "Every answer takes three seconds.", new(FaultKind.Slow)),
        Failing(Hangs, "hangs", "Never answers.", new(FaultKind.Hang)),
        Failing(ResetMidBody, "reset", "Signs in; dataset answers are reset half-way.", new(FaultKind.ResetMidBody) { OnPath = Data }),
        Failing(TruncatedJson, "truncated", "Signs in; dataset answers are cut-off JSON.", new(FaultKind.TruncatedJson) { OnPath = Data }),
        Failing(HtmlPage, "HTML page", "Every answer is 200 with an HTML page.", new(FaultKind.HtmlPage)),
        Failing(XmlAnswer, "XML", "Every answer is 200 with XML, whatever was asked.", new(FaultKind.XmlAnswer)),
        Failing(Redirect, "redirect", "Every answer is 302 to another host.", new(FaultKind.Redirect)),
        new(LimitedFields, "limited fields", "Termination date and employment status are dropped silently.",
            new() { HiddenFields = new HashSet<string> { "terminationDate", "employmentStatus", "employmentStatusEffectiveDate", "employmentHistoryStatus" } }),
        new(StatusHidden, "status hidden", "Status and hire dates are dropped silently.",
            new() { HiddenFields = new HashSet<string> { "status", "hireDate", "originalHireDate" } }),
        new(OutOfScope, "people out of scope", "40 % of the people are silently absent.", new() { OutOfScopePercent = 40 }),
        new(OverPrivileged, "over-privileged", "Also sees pay, SSN and personal fields.", new() { SeesSensitiveFields = true }),
        new(OwnerDisabled, "owner disabled", "meta/users shows the key's owner as disabled.", new() { OwnerDisabled = true }),
        new(OwnerIsNoEmployee, "owner is no employee", "employees/0 answers 404 \"Employee not found\"; the rest works.", new() { OwnerIsNoEmployee = true }),
        new(UsersForbidden, "users forbidden", "meta/users answers 403.", new() { UsersForbidden = true }),
        new(DatasetsMissing, "datasets missing", "Dataset endpoints answer not found; reports and tables work.", new() { DatasetsMissing = true }),
        new(DateFilterRejected, "date filters rejected", "400 for a dataset filter that holds a date.", new() { Filters = FilterSupport.NoDates }),
        new(FilterRejected, "filters rejected", "422 for every dataset filter.", new() { Filters = FilterSupport.None }),
        new(NextLinkElsewhere, "next link elsewhere", "links.next names another host.", new() { NextLinkElsewhere = true }),
        new(BoundaryGrows, "boundary grows", "Somebody appears while paging: the second page repeats a person.", new() { Boundary = PageBoundary.Grows }),
        new(BoundaryShrinks, "boundary shrinks", "Somebody disappears while paging: the second page skips a person.", new() { Boundary = PageBoundary.Shrinks }),
        new(TasksAbsent, "no task fields", "No employeeTasks entity; trainings are there.", new() { Tasks = TaskData.Absent }),
        new(TasksSingleRow, "single task row", "employeeTasks shows one task per person; trainings are there.", new() { Tasks = TaskData.SingleRow }),
        new(NoOnboardingSource, "no onboarding source", "No employeeTasks entity; the training map is empty ([]).",
            new() { Tasks = TaskData.Absent, Trainings = TrainingData.Absent }),
        new(TrainingNotInPlan, "training not in plan", "No employeeTasks entity; training endpoints 404.",
            new() { Tasks = TaskData.Absent, Trainings = TrainingData.NotInPlan }),
        new(TrainingForbidden, "training forbidden", "No employeeTasks entity; training endpoints 403.",
            new() { Tasks = TaskData.Absent, Trainings = TrainingData.Forbidden }),
    ];

    private static MagicKey Failing(string key, string name, string effect, FaultScript fault) => new(key, name, effect, new() { Fault = fault });
}

/// <param name="Key">40 characters; put it in as the Basic user name.</param>
/// <param name="Name">Short name for lists.</param>
/// <param name="Effect">What the vendor does with it.</param>
public sealed record MagicKey(string Key, string Name, string Effect, KeyScript Script);
