using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class JsonViewTests : PartContext
{
    private const string Hostile = """{"<img src=x onerror=alert(1)>":"</span><script>alert(1)</script>","n":1.50,"t":true,"z":null}""";

    [Fact]
    public void Json_WhenOpen_IsIndentedColouredAndEncoded()
    {
        var view = Render<JsonView>(p => p.Add(v => v.Json, Hostile).Add(v => v.Label, "Payload").Add(v => v.InitiallyOpen, true));

        Assert.Empty(view.FindAll("img, script"));
        Assert.Equal(
            "{\n  \"<img src=x onerror=alert(1)>\": \"</span><script>alert(1)</script>\",\n  \"n\": 1.50,\n  \"t\": true,\n  \"z\": null\n}",
            view.Find("pre").TextContent.ReplaceLineEndings("\n"));
        Assert.Equal(["1.50", "true", "null"], view.FindAll(".p-json-value").Select(e => e.TextContent));
    }

    [Fact]
    public void Json_WhileClosed_IsNotMade()
    {
        var view = Render<JsonView>(p => p.Add(v => v.Json, Hostile).Add(v => v.Label, "Payload"));

        Assert.Empty(view.FindAll("pre"));
    }

    [Fact]
    public void Text_ThatIsNotJson_IsShownAsItIs() =>
        Assert.Equal("<p>not json", Render<JsonView>(p => p.Add(v => v.Json, "<p>not json").Add(v => v.Label, "x").Add(v => v.InitiallyOpen, true)).Find("pre").TextContent);
}
