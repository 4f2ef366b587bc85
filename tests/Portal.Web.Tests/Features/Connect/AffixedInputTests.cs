using Portal.Connectors.Sdk;
using Portal.Web.Features.Connect;

namespace Portal.Web.Tests.Features.Connect;

public sealed class AffixedInputTests
{
    private static readonly ManifestField Subdomain = new()
    {
        Key = "subdomain",
        Label = "Subdomain",
        Help = "",
        Prefix = "https://",
        Suffix = ".bamboohr.com",
        HintPattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    };

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("  acme ", "acme")]
    [InlineData("https://acme.bamboohr.com", "acme")]
    [InlineData("HTTPS://Acme.BambooHR.com/home?x=1", "acme")]
    [InlineData("acme.bamboohr.com", "acme")]
    [InlineData("acme-emea.bamboohr.com#top", "acme-emea")]
    // Not clearly ours: left alone, for the connector to refuse.
    [InlineData("https://acme.bamboohr.com.evil.example", "https://acme.bamboohr.com.evil.example")]
    [InlineData("https://evil.example/.bamboohr.com", "https://evil.example/.bamboohr.com")]
    [InlineData("https://user@acme.bamboohr.com", "https://user@acme.bamboohr.com")]
    [InlineData("https://acme.bamboohr.com:8443", "https://acme.bamboohr.com:8443")]
    [InlineData("http://acme.bamboohr.com", "http://acme.bamboohr.com")]
    [InlineData("a.b.bamboohr.com", "a.b.bamboohr.com")]
    [InlineData(".bamboohr.com", ".bamboohr.com")]
    public void Reduce_WhatPeoplePaste_KeepsTheSubdomainOnlyWhenItIsCertain(string typed, string expected) =>
        Assert.Equal(expected, AffixedInput.Reduce(Subdomain, typed));

    [Fact]
    public void Reduce_FieldWithoutSuffix_OnlyTrims() =>
        Assert.Equal("x.bamboohr.com", AffixedInput.Reduce(Subdomain with { Suffix = null }, " x.bamboohr.com "));

    [Theory]
    [InlineData("acme", "https://acme.bamboohr.com/")]
    [InlineData("https://evil.example", null)]
    [InlineData("evil.example/", null)]
    [InlineData("", null)]
    public void Address_OnlyForAValueThatLooksRight(string value, string? expected) =>
        Assert.Equal(expected, AffixedInput.Address(Subdomain, value)?.AbsoluteUri);

    [Theory]
    [InlineData("acme", "acme.bamboohr.com")]
    [InlineData("acme.bamboohr.com", "acme.bamboohr.com")]
    public void Shown_IsTheAccountAsPeopleKnowIt(string value, string expected) => Assert.Equal(expected, AffixedInput.Shown(Subdomain, value));
}
