using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Tests.Shared.Hosting;
using Portal.Web.Features.Account;

namespace Portal.Web.Tests.Session;

/// <summary>
/// Real circuits, opened by somebody who changes what the page handed over for it: which components (sealed descriptors), where they came
/// from, and which address they are at. Nothing of an organization that is not theirs may come through.
/// </summary>
public sealed partial class CircuitTamperingTests : IAsyncLifetime
{
    private const string Secret = "Globex";
    private const string Refused = "JS.Error";

    private PortalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PortalHost.StartAsync();
        await _host.CreateOrganizationAsync("acme", DevelopmentPersonas.Casey);
        await _host.CreateOrganizationAsync("globex");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Without this the rest would prove nothing: an untampered circuit shows its organization's name.</summary>
    [Fact]
    public async Task Circuit_OfAMember_ShowsTheirOrganization()
    {
        Assert.Contains(Secret, await OpenAsync(DevelopmentPersonas.Ada, "/o/globex/settings", (await PageAsync(DevelopmentPersonas.Ada, "/o/globex/settings")).Markers, Secret), StringComparison.Ordinal);
        Assert.Contains("Acme", await OpenAsync(DevelopmentPersonas.Casey, "/o/acme/settings", (await PageAsync(DevelopmentPersonas.Casey, "/o/acme/settings")).Markers, "Acme"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/o/globex/settings")]
    [InlineData("/o/globex")]
    [InlineData("/o/globex/audit-log")]
    public async Task Descriptors_OfAnotherOrganizationsPage_Replayed_ShowNothingOfIt(string path)
    {
        var theirs = await PageAsync(DevelopmentPersonas.Ada, path);

        var seen = await OpenAsync(DevelopmentPersonas.Casey, path, theirs.Markers, "Not found");

        Assert.Contains("Not found", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Descriptors_OfAnotherOrganizationsPage_ReplayedInOnesOwn_ShowOnesOwn()
    {
        var theirs = await PageAsync(DevelopmentPersonas.Ada, "/o/globex/settings");

        var seen = await OpenAsync(DevelopmentPersonas.Casey, "/o/acme/settings", theirs.Markers, "Acme");

        Assert.Contains("Acme", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfAnotherOrganization_WithOnesOwnDescriptors_ShowsNothingOfIt()
    {
        var own = await PageAsync(DevelopmentPersonas.Casey, "/o/acme/settings");

        var seen = await OpenAsync(DevelopmentPersonas.Casey, "/o/globex/settings", own.Markers, "Not found");

        Assert.Contains("Not found", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
    }

    /// <summary>A byte altered anywhere, something sealed for another purpose, a component that nobody sealed.</summary>
    [Theory]
    [InlineData("first")]
    [InlineData("middle")]
    [InlineData("last")]
    [InlineData("antiforgery")]
    [InlineData("unsealed")]
    public async Task Descriptor_ThatTheServerDidNotSealSo_StartsNothing(string tampering)
    {
        var page = await PageAsync(DevelopmentPersonas.Ada, "/o/globex/settings");
        var marker = page.Markers[^1];
        var descriptor = Descriptor().Match(marker).Groups["sealed"].Value;
        var forged = tampering switch
        {
            "first" => Altered(descriptor, 0),
            "middle" => Altered(descriptor, descriptor.Length / 2),
            "last" => Altered(descriptor, descriptor.Length - 2),
            "antiforgery" => page.Antiforgery,
            _ => Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"sequence\":0,\"assemblyName\":\"Portal.Web\",\"typeName\":\"Portal.Web.Features.Organizations.MembersPage\"}")),
        };
        Assert.NotEqual(descriptor, forged);

        var seen = await OpenAsync(DevelopmentPersonas.Ada, "/o/globex/settings", [marker.Replace(descriptor, forged, StringComparison.Ordinal)], Refused);

        Assert.Contains(Refused, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("JS.RenderBatch", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
    }

    /// <summary>Opens a circuit as somebody and waits until it has shown this or what it must not, or was ended.</summary>
    private async Task<string> OpenAsync(DevelopmentPersona persona, string path, IReadOnlyList<string> markers, string expected)
    {
        using var browser = await PortalHost.SignInAsync(persona, _host.Visitor(out var cookies));
        await using var circuit = await CircuitClient.ConnectAsync(_host.BaseAddress, cookies);
        await circuit.OpenAsync(new Uri(_host.BaseAddress, path), markers);
        return await circuit.UntilAsync(seen => new[] { expected, Refused, Secret }.Any(text => seen.Contains(text, StringComparison.Ordinal)));
    }

    private async Task<(IReadOnlyList<string> Markers, string Antiforgery)> PageAsync(DevelopmentPersona persona, string path)
    {
        using var browser = await PortalHost.SignInAsync(persona, _host.Visitor());
        var html = await browser.GetStringAsync(path);
        var markers = Marker().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["marker"].Value)).ToList();
        Assert.Equal(2, markers.Count);
        return (markers, Sealed().Match(await browser.GetStringAsync("/")).Groups["sealed"].Value);
    }

    private static string Altered(string text, int at) => string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1));

    [GeneratedRegex("<!--Blazor:(?<marker>\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("\"descriptor\":\"(?<sealed>[^\"]+)\"")]
    private static partial Regex Descriptor();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<sealed>[^\"]+)\"")]
    private static partial Regex Sealed();
}
