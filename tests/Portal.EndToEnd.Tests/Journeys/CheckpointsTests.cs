using System.Text.Json;
using Portal.EndToEnd.Tests.Accessibility;
using Portal.EndToEnd.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>An admin has the log signed; an auditor verifies it, takes an entry's proof away, and finds the key that signed it.</summary>
public sealed class CheckpointsTests(SharedPortal portal) : IClassFixture<SharedPortal>
{
    [Fact]
    public async Task Checkpoint_SignedByAnAdmin_IsVerifiedAndProvenByAnAuditor()
    {
        await using (var ada = await Visitor.ComeAsync(portal.Host, "ada"))
        {
            await ada.GoAsync("/o/tailspin/audit-log/checkpoints");
            await PageGate.AssertAsync(ada, "no checkpoint yet");
            // The demo keeps them in its database only, and says so.
            await Expect(ada.Page.Locator("[data-anchors=NotConfigured]")).ToBeVisibleAsync();
            await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign now" }).ClickAsync();
            await Expect(ada.Page.Locator("[data-outcome=signed]")).ToBeVisibleAsync();
            ada.AssertQuiet();
        }

        await using var audrey = await Visitor.ComeAsync(portal.Host, "audrey");
        await audrey.GoAsync("/o/northwind/audit-log/checkpoints");
        await Expect(audrey.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign now" })).ToHaveCountAsync(0);
        await audrey.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Verify all" }).ClickAsync();
        await Expect(audrey.Page.Locator("[data-outcome=hold]")).ToBeVisibleAsync();
        await PageGate.AssertAsync(audrey, "verified checkpoints");
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await audrey.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "checkpoints.png") });
            await audrey.Page.SetViewportSizeAsync(320, 800);
            await audrey.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "checkpoints-narrow.png") });
            await audrey.Page.SetViewportSizeAsync(1280, 900);
        }

        await audrey.GoAsync("/o/northwind/audit-log?entry=0");
        var link = audrey.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Prove this entry" });
        var file = await audrey.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        using var proof = JsonDocument.Parse(await File.ReadAllBytesAsync(await file.PathAsync()));
        Assert.Equal(("portal.audit_log.inclusion.v1", "0"), (proof.RootElement.GetProperty("format").GetString(), proof.RootElement.GetProperty("leafIndex").GetString()));
        var keys = await audrey.Context.APIRequest.GetAsync("/.well-known/portal-signing-keys.json");
        using var jwks = JsonDocument.Parse(await keys.TextAsync());
        Assert.Equal(
            proof.RootElement.GetProperty("checkpoint").GetProperty("publicKey").GetString(), jwks.RootElement.GetProperty("keys")[0].GetProperty("pem").GetString());
        var other = await audrey.Context.APIRequest.GetAsync("/o/northwind/audit-log/checkpoints/987654321/note");
        Assert.Equal(404, other.Status);
        audrey.AssertQuiet();
    }
}
