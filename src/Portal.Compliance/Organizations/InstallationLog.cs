using System.Text.Json;
using Portal.Platform;

namespace Portal.Compliance.Organizations;

/// <summary>What is written down before an organization is known.</summary>
internal static class InstallationLog
{
    public const string SignInSucceeded = "signin.succeeded";
    public const string SignInRefused = "signin.refused";
    public const string SignedOut = "signin.ended";
    public const string SignedOutEverywhere = "signin.ended_everywhere";
    public const string InvitationRefused = "invitation.refused";
    public const string OrganizationCreated = "organization.created";

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static InstallationEntry Entry(TimeProvider clock, string action, object detail) =>
        new() { Id = Ids.New(clock), At = clock.GetUtcNow(), Action = action, Detail = JsonSerializer.Serialize(detail, Camel) };
}
