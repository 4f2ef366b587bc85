using System.Reflection;
using Microsoft.AspNetCore.Components;
using Portal.Web;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>The lists of routes that the gates walk hold every page there is. Needs no browser.</summary>
public sealed class RoutesTests
{
    /// <summary>Template → why no list leads there.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["/not-found"] = "What the router shows for every address that is none: /nothing-here and /o/northwind/nothing-here are in the lists.",
    };

    [Fact]
    public void EveryPage_IsInAListOfRoutes()
    {
        var templates = typeof(PortalApplication).Assembly.GetTypes().SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToList();
        Assert.True(templates.Count > 30, "The pages of the portal were not found.");
        var listed = Routes.All.Select(path => path.Split('?')[0].Split('/')).ToList();
        Assert.Equal(Elsewhere.Keys, templates.Where(template => !listed.Any(path => Leads(path, template.Split('/')))).Order(StringComparer.Ordinal));
    }

    private static bool Leads(string[] path, string[] template) => path.Length == template.Length
        && path.Zip(template).All(pair => pair.Second.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.Ordinal));
}
