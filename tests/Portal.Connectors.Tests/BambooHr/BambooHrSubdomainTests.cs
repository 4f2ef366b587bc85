using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Connectors.BambooHr;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class BambooHrSubdomainTests
{
    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("  Acme ", "acme")]
    [InlineData("acme.bamboohr.com", "acme")]
    [InlineData("acme.bamboohr.com.", "acme")]
    [InlineData("ACME.BambooHR.com/home", "acme")]
    [InlineData("https://acme.bamboohr.com", "acme")]
    [InlineData("https://acme.bamboohr.com/employees/employee.php?id=4#top", "acme")]
    [InlineData("http://acme.bamboohr.com/", "acme")]
    [InlineData("a-1.bamboohr.com", "a-1")]
    [InlineData("x", "x")]
    public void Reduce_WhatPeoplePaste_IsOneLabel(string typed, string expected) =>
        Assert.Equal((expected, null), BambooHrSubdomain.Reduce(typed));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-acme")]
    [InlineData("acme-")]
    [InlineData("ac me")]
    [InlineData("acme.evil.com")]
    [InlineData("https://evil.com/acme.bamboohr.com")]
    [InlineData("https://acme.bamboohr.com.evil.com")]
    [InlineData("https://acme.bamboohr.com@evil.com")]
    [InlineData("https://evil.com@acme.bamboohr.com")]
    [InlineData("https://evil.com#.bamboohr.com")]
    [InlineData("https://evil.com\\.bamboohr.com")]
    [InlineData("evilbamboohr.com")]
    [InlineData("bamboohr.com")]
    [InlineData(".bamboohr.com")]
    [InlineData("a.b.bamboohr.com")]
    [InlineData("https://acme.bamboohr.com:8443")]
    [InlineData("ftp://acme.bamboohr.com")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("https://2130706433")]
    [InlineData("acme\r\nHost: evil.com")]
    [InlineData("\u212Acme")]
    [InlineData("аcme")]
    [InlineData("acme\u3002bamboohr.com")]
    [InlineData("www")]
    [InlineData("api.bamboohr.com")]
    [InlineData("acme_1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Reduce_AnythingElse_IsRefusedWithAdvice(string? typed)
    {
        var (subdomain, error) = BambooHrSubdomain.Reduce(typed);
        Assert.Null(subdomain);
        Assert.Contains("acme.bamboohr.com", error, StringComparison.Ordinal);
    }

    [Property(MaxTest = 2000)]
    public bool Reduce_AnyText_GivesALabelWhoseHostIsOurs_OrAnError(string? text) => IsSafe(text);

    // Plain random text almost never looks like an address; these pieces do.
    [Property(MaxTest = 5000)]
    public Property Reduce_AnyMixOfAddressPieces_GivesALabelWhoseHostIsOurs_OrAnError()
    {
        var piece = Gen.Elements(
            "https://", "http://", "acme", "evil", ".bamboohr.com", "bamboohr.com", ".com", "@", ":", "/", "//", "?", "#", "\\", "%2e", "%2f", "%00",
            ".", "-", "_", " ", "\t", "\n", "\0", "\u3002", "\u212A", "\u0430", "127.0.0.1", "[::1]", "xn--", "A", "0", ":443", ":80", "..");
        return Prop.ForAll(piece.ListOf().Select(string.Concat).ToArbitrary(), text => IsSafe(text));
    }

    [Property(MaxTest = 1000)]
    public Property Reduce_EveryLabel_SurvivesInEachSpelling()
    {
        var label =
            from first in Gen.Elements("abcxyz019".ToCharArray())
            from middle in Gen.Elements("abcxyz019-".ToCharArray()).ListOf()
            from last in Gen.Elements("abcxyz019".ToCharArray())
            select string.Concat(middle.Prepend(first).Append(last)) is { Length: <= 63 } fits ? fits : "acme";
        return Prop.ForAll(label.ToArbitrary(), name =>
            new[] { name, name.ToUpperInvariant(), $"{name}.bamboohr.com", $"https://{name}.bamboohr.com/home/?a=b" }
                .All(spelling => BambooHrSubdomain.Reduce(spelling) == (name, null)));
    }

    private static bool IsSafe(string? text)
    {
        var (subdomain, error) = BambooHrSubdomain.Reduce(text);
        return subdomain is null
            ? !string.IsNullOrWhiteSpace(error)
            : error is null
                && new Uri($"https://{subdomain}.bamboohr.com/").IdnHost == $"{subdomain}.bamboohr.com"
                && subdomain.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
                && BambooHrSubdomain.Reduce(subdomain) == (subdomain, null);
    }
}
