using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Components;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Components;

public sealed class PageHeaderTests : PartContext
{
    [Fact]
    public void Header_IsTheOneHeadingAndTheTitleOfTheBrowser()
    {
        var head = Render<HeadOutlet>();
        var header = Render<PageHeader>(p => p.Add(h => h.Title, "Evidence").Add(h => h.Subtitle, "What was collected."));

        Assert.Equal("Evidence", Assert.Single(header.FindAll("h1")).TextContent);
        head.WaitForAssertion(() => Assert.Equal("Evidence · Acme · Portal", head.Find("title").TextContent));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Header_TakesFocusAfterAMoveButNotOnTheFirstPage(bool moved, int expected)
    {
        Services.GetRequiredService<BrowserPage>().HasNavigated = moved;

        Render<PageHeader>(p => p.Add(h => h.Title, "Evidence"));

        Assert.Equal(expected, JSInterop.Invocations.Count(i => i.Identifier == "Blazor._internal.domWrapper.focus"));
    }
}
