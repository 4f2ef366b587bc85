using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;

namespace Portal.Web.Features.Account;

/// <summary>Somebody to be while developing: an identity without a password.</summary>
/// <param name="Key">Its name in the sign-in form; also the subject.</param>
/// <param name="Role">The role this persona has in the demo's organizations.</param>
/// <param name="MayCreateOrganizations">The admin makes organizations; the others are added to them.</param>
public sealed record DevelopmentPersona(string Key, string Name, Role Role, bool MayCreateOrganizations)
{
    public ExternalIdentity Identity => new(DevelopmentPersonas.Issuer, Key, Name, $"{Key}@portal.example");
}

/// <summary>The three personas of the development sign-in.</summary>
public static class DevelopmentPersonas
{
    public const string Issuer = "https://portal.example/development";

    public static readonly DevelopmentPersona Ada = new("ada", "Ada Admin", Role.Admin, MayCreateOrganizations: true);
    public static readonly DevelopmentPersona Casey = new("casey", "Casey Compliance", Role.ComplianceManager, MayCreateOrganizations: false);
    public static readonly DevelopmentPersona Audrey = new("audrey", "Audrey Auditor", Role.Auditor, MayCreateOrganizations: false);

    public static IReadOnlyList<DevelopmentPersona> All { get; } = [Ada, Casey, Audrey];
}
