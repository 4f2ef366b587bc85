namespace Portal.Web.Features.Organizations;

/// <summary>Marks <c>OrganizationsText.resx</c>.</summary>
public sealed class OrganizationsText;
