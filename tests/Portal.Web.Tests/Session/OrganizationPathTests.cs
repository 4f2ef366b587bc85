using Portal.Web.Session;

namespace Portal.Web.Tests.Session;

public sealed class OrganizationPathTests
{
    [Theory]
    [InlineData("/o/acme", "acme")]
    [InlineData("/o/acme/", "acme")]
    [InlineData("/O/acme/evidence/1", "acme")]
    [InlineData("/o/acme?x=/o/other", "acme")]
    [InlineData("/o/acme#x", "acme")]
    [InlineData("/o/ac%20me/x", "ac me")]
    [InlineData("/o/", null)]
    [InlineData("/o", null)]
    [InlineData("/organizations/new", null)]
    [InlineData("/x/o/acme", null)]
    [InlineData(null, null)]
    public void SlugOf_Path_IsItsOrganization(string? path, string? expected) => Assert.Equal(expected, OrganizationPath.SlugOf(path));
}
