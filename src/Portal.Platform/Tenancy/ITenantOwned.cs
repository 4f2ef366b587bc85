namespace Portal.Platform.Tenancy;

/// <summary>A row that belongs to exactly one organization. Its key begins with <see cref="OrganizationId"/>, which never changes.</summary>
public interface ITenantOwned
{
    Guid OrganizationId { get; }
}
