using Portal.Compliance.Organizations;

namespace Portal.Compliance.Tests.Organizations;

public sealed class OrganizationRulesTests
{
    [Theory]
    [InlineData("Acme, Inc.", "acme-inc")]
    [InlineData("  Müller & Söhne GmbH ", "m-ller-s-hne-gmbh")]
    [InlineData("ACME", "acme")]
    [InlineData("---", "")]
    public void SuggestSlug_FromAName_IsAnAddressOrNothing(string name, string expected) => Assert.Equal(expected, OrganizationRules.SuggestSlug(name));

    [Fact]
    public void SuggestSlug_FromALongName_FitsAndIsAccepted()
    {
        var slug = OrganizationRules.SuggestSlug(string.Concat(Enumerable.Repeat("abcdefghi ", 20)));

        Assert.Equal(OrganizationRules.LongestSlug - 1, slug.Length);
        Assert.Null(OrganizationRules.CheckSlug(slug));
    }

    [Fact]
    public void Zones_BeginWithUtcAndAreAllAccepted()
    {
        Assert.Equal("UTC", OrganizationRules.Zones[0]);
        Assert.All(OrganizationRules.Zones, zone => Assert.Null(OrganizationRules.Check("x", zone)));
        Assert.Contains("America/Denver", OrganizationRules.Zones);
    }
}
