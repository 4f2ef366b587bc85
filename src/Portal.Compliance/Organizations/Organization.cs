using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Organizations;

/// <summary>The tenant. A directory row: readable before a tenant is known, and holding nothing that a tenant owns.</summary>
internal sealed class Organization
{
    public required Guid Id { get; init; }
    /// <summary>Its name in URLs. Lower case, unique, never reused.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }
    /// <summary>IANA zone for display and audit periods.</summary>
    public required string TimeZone { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public Tenant AsTenant() => new(Id, Slug, Name, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
}

/// <summary>Somebody who signed in: identified by issuer and subject, never by e-mail.</summary>
internal sealed class Person
{
    public required Guid Id { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required string DisplayName { get; set; }
    public string? Email { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Sessions that began before this instant of system time are over, on every machine.</summary>
    public DateTimeOffset? SessionsEndedAt { get; set; }
}

/// <summary>A person's role in an organization.</summary>
internal sealed class Membership
{
    public required Guid OrganizationId { get; init; }
    public required Guid PersonId { get; init; }
    public required Role Role { get; set; }
    /// <summary>What this organization calls them: what its admin typed, or what they brought themselves when they last came in here. What other organizations know stays there.</summary>
    public required string Name { get; set; }
    /// <summary>Brought by themselves only.</summary>
    public string? Email { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    /// <summary>The role at the identity provider that this membership came from and that still bounds it; null once a person of the portal decided.</summary>
    public Role? SeededRole { get; set; }
}

/// <summary>What happened to the installation before any organization was known: sign-ins and their refusals, migrations, first starts.</summary>
internal sealed class InstallationEntry
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Action { get; init; }
    public required string Detail { get; init; }
}

/// <summary>One installation-wide setting, such as the demo clock's offset.</summary>
internal sealed class InstallationSetting
{
    public required string Key { get; init; }
    public required string Value { get; set; }
}
