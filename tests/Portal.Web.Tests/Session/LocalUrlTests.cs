using Portal.Web.Session;

namespace Portal.Web.Tests.Session;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/o/acme")]
    [InlineData("/o/acme/evidence?kind=a%20b&asof=2026-11-23T00:00:00Z#top")]
    [InlineData("/o/acme/evidence?q=%2F")]
    public void OrHome_PathOnThisHost_IsKept(string url) => Assert.Equal(url, LocalUrl.OrHome(url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("o/acme")]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/%2fevil.example")]
    [InlineData("/%2Fevil.example")]
    [InlineData("/%5cevil.example")]
    [InlineData("/%252fevil.example")]
    [InlineData("/%25252fevil.example")]
    [InlineData("%2f%2fevil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/a\r\nSet-Cookie: x=1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\\/evil.example")]
    [InlineData("/%5c%2fevil.example")]
    [InlineData("/%255cevil.example")]
    [InlineData("///evil.example")]
    [InlineData("/%2f%2fevil.example")]
    [InlineData("https:/evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("@evil.example")]
    public void OrHome_AnythingABrowserCouldReadOtherwise_BecomesTheStart(string? url) => Assert.Equal("/", LocalUrl.OrHome(url));
}
