namespace Portal.Web.Session;

/// <summary>What may be asked before an organization is known. Inside one, every use case asks for a permission of the role.</summary>
internal static class Policies
{
    public const string CreateOrganizations = "create-organizations";
}
