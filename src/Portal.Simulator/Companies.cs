namespace Portal.Simulator;

/// <summary>The companies every simulator starts with. README.md lists them for people.</summary>
public static class Companies
{
    /// <summary>What a new user connects to; also what answers on 127.0.0.1 itself.</summary>
    public const string Acme = "acme";
    /// <summary>Healthy, about 200 people.</summary>
    public const string Northwind = "northwind";
    /// <summary>Late and forgotten onboarding tasks.</summary>
    public const string Fabrikam = "fabrikam";
    /// <summary>Overdue onboarding tasks.</summary>
    public const string Contoso = "contoso";
    /// <summary>Exactly 5,000 active people.</summary>
    public const string BigCo = "bigco";
    /// <summary>Exactly 100,000 active people.</summary>
    public const string MegaCorp = "megacorp";
    /// <summary>Nobody.</summary>
    public const string Empty = "empty";

    /// <summary>Not a company: answers a redirect. Any other unknown label answers 404 with an HTML page.</summary>
    public const string MovedAway = "moved-away";

    public static IReadOnlyList<CompanyScript> All { get; } =
    [
        new(Acme, 200),
        new(Northwind, 210) { VacancyDays = 45, TimeZone = "America/Denver" },
        new(Fabrikam, 160) { VacancyDays = 60, MeanTenureDays = 1_000, LateTaskPercent = 15, ForgottenTaskPercent = 35, LeaverLabel = "Left the company" },
        new(Contoso, 190) { VacancyDays = 30, MeanTenureDays = 1_200, LateTaskPercent = 10, ForgottenTaskPercent = 30, DirectoryShared = false },
        new(BigCo, 5_000),
        new(MegaCorp, 100_000) { MeanTenureDays = 3_000 },
        new(Empty, 0),
    ];

    /// <summary>A working least-privilege key that opens only this company.</summary>
    public static string KeyOf(string company) => FakeKey.ForCompany(company);
}
