using Portal.Platform.Tenancy;

namespace Portal.Compliance.Frameworks;

/// <summary>An organization works towards a framework, from an instant until, perhaps, another.</summary>
internal sealed class FrameworkAdoption : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required string Framework { get; init; }
    public required DateTimeOffset EffectiveFrom { get; init; }
    public DateTimeOffset? EffectiveTo { get; set; }
}

/// <summary>A control was taken out of scope (or back in), with a reason. No row: in scope.</summary>
internal sealed class ControlScope : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required string Framework { get; init; }
    public required string Control { get; init; }
    public required bool InScope { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset EffectiveFrom { get; init; }
    public DateTimeOffset? EffectiveTo { get; set; }
}

/// <summary>A control needs a kind of evidence in this organization, from an instant until, perhaps, another.</summary>
internal sealed class Requirement : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required string Framework { get; init; }
    public required string Control { get; init; }
    public required string EvidenceKind { get; init; }
    public required RequirementOrigin Origin { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset EffectiveFrom { get; init; }
    public DateTimeOffset? EffectiveTo { get; set; }
    public string? EndReason { get; set; }
}

/// <summary>Whether the manifest made it (first connection of its connector) or a person did.</summary>
internal enum RequirementOrigin { Manifest, Person }
