using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class CopyableCodeTests : PartContext
{
    [Theory]
    [InlineData(true, "Copied")]
    [InlineData(false, "The browser did not allow copying. Select the text and copy it yourself.")]
    public void Copy_SaysWhetherItReachedTheClipboard(bool allowed, string expected)
    {
        JSInterop.Setup<bool>("portal.copy", "abc123").SetResult(allowed);
        var code = Render<CopyableCode>(p => p.Add(c => c.Text, "abc123").Add(c => c.Label, "SHA-256"));
        Assert.Equal("Copy SHA-256", code.Find("button").GetAttribute("aria-label"));

        code.Find("button").Click();

        Assert.Equal(expected, code.Find("[role=status]").TextContent);
    }
}
