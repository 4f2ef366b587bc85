namespace Portal.Platform.Tenancy;

/// <summary>The organization a scope works for.</summary>
/// <param name="Slug">Its name in URLs: <c>/o/{slug}/…</c>.</param>
/// <param name="Zone">Zone for display and for audit periods; instants themselves are UTC.</param>
public sealed record Tenant(Guid OrganizationId, string Slug, string Name, TimeZoneInfo Zone);
