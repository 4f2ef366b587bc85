using System.Runtime.CompilerServices;
using AngleSharp;
using AngleSharp.Html;
using AngleSharp.Html.Parser;

namespace Portal.Web.Tests.Features.Connections;

/// <summary>
/// Markup held against a file beside the test: <c>Class.Method.verified.html</c>, named as Verify names it, so that Verify can take
/// this over. What differs is written as <c>.received.html</c>, to look at and, if it is right, to rename.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string markup, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        var received = Pretty(markup);
        var verified = File.Exists($"{path}.verified.html") ? File.ReadAllText($"{path}.verified.html") : "";
        if (string.Equals(received, verified, StringComparison.Ordinal))
        {
            File.Delete($"{path}.received.html");
            return;
        }

        File.WriteAllText($"{path}.received.html", received);
        Assert.Equal(verified, received);
    }

    /// <summary>One element a line; without what differs from run to run (event and reference ids) or says nothing (drawings, style scopes).</summary>
    private static string Pretty(string markup)
    {
        var body = new HtmlParser().ParseDocument($"<body>{markup}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            foreach (var attribute in element.Attributes.Where(a => a.Name.StartsWith("blazor:", StringComparison.Ordinal) || a.Name.StartsWith("b-", StringComparison.Ordinal)).ToList())
            {
                element.RemoveAttribute(attribute.Name);
            }
        }

        foreach (var drawing in body.QuerySelectorAll("svg"))
        {
            drawing.Remove();
        }

        using var writer = new StringWriter { NewLine = "\n" };
        foreach (var child in body.ChildNodes)
        {
            child.ToHtml(writer, new PrettyMarkupFormatter { Indentation = "  ", NewLine = "\n" });
        }

        return writer.ToString().Trim() + "\n";
    }
}
