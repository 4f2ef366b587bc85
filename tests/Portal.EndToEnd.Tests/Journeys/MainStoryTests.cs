using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Simulator;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Journeys;

/// <summary>
/// The main job in real browsers: connect, evidence, coverage, stale by itself, told without reload, recovered, revoked, audited.
/// </summary>
public sealed partial class MainStoryTests
{
    private const string Home = "/o/tailspin";
    private const float CatchingUp = 180_000;

    [Fact]
    public async Task MainStory_FromAnEmptyOrganizationToTheAuditorsTrail_HoldsFromEndToEnd()
    {
        await using var portal = await PortalHost.StartAsync();
        await using var ada = await Visitor.ComeAsync(portal, "ada");
        await using var casey = await Visitor.ComeAsync(portal, "casey");
        await AdoptAsync(ada);

        var (connection, run, covered) = await ConnectAsync(casey);
        var open = await casey.OpenAnotherAsync(Home);
        await Expect(Fraction(open)).ToHaveTextAsync(covered);
        await MarkAsync(open);

        await LoseTheKeyAsync(casey, open, covered);
        await ReplaceTheKeyAsync(casey, open, connection, covered);
        await RevokeAsync(ada, connection, run);
        casey.AssertQuiet();
        ada.AssertQuiet();

        await using var audrey = await Visitor.ComeAsync(portal, "audrey");
        await ReadTheTrailAsync(audrey);
        audrey.AssertQuiet();
    }

    private static async Task AdoptAsync(Visitor ada)
    {
        await ada.GoAsync($"{Home}/settings/frameworks");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Adopt NIST Cybersecurity Framework" }).ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Drop NIST Cybersecurity Framework" })).ToBeVisibleAsync();
    }

    /// <returns>The connection's and its first run's address, and the dashboard's fraction afterwards.</returns>
    private static async Task<(string Connection, string Run, string Covered)> ConnectAsync(Visitor casey)
    {
        var page = casey.Page;
        await casey.GoAsync(Home);
        await Expect(page.GetByText("Nothing is connected yet")).ToBeVisibleAsync();
        await Expect(Fraction(page)).ToHaveTextAsync(Nothing());
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the catalogue" }).ClickAsync();
        await page.Locator("main h2 a", new() { HasTextString = "BambooHR" }).ClickAsync();
        var call = page.Locator("section.call a.p-button-primary");
        await call.WaitForAsync();

        var hands = new Wizard(page);
        var started = Stopwatch.GetTimestamp();
        await hands.ClickAsync(call);
        await hands.FillAndTestAsync(MagicKeys.Good, "https://acme.bamboohr.com/home");
        await hands.ArriveAtRunAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"Connecting took {Stopwatch.GetElapsedTime(started)}.");
        Assert.InRange(hands.Clicks, 1, 4);
        Assert.Equal(2, hands.Pastes);

        await MarkAsync(page);
        var coverage = page.Locator("section[aria-labelledby='run-coverage']");
        await Expect(coverage).ToContainTextAsync(Rose());
        await Expect(page.GetByText("Everything this key can see was collected and accepted.").Or(page.GetByText("Collected what the key can read"))).ToBeVisibleAsync();
        await Expect(page.GetByText("New record").First).ToBeVisibleAsync();
        await AssertNotReloadedAsync(page);
        var rose = Rose().Match(await coverage.InnerTextAsync());
        var run = new Uri(page.Url).AbsolutePath;

        await page.GetByRole(AriaRole.Link, new() { Name = "Open the dashboard" }).ClickAsync();
        var covered = string.Create(CultureInfo.InvariantCulture, $"{rose.Groups[1].Value} of {rose.Groups[2].Value}");
        await Expect(Fraction(page)).ToHaveTextAsync(covered);
        return (run[..run.IndexOf("/runs/", StringComparison.Ordinal)], run, covered);
    }

    private static async Task LoseTheKeyAsync(Visitor casey, IPage open, string covered)
    {
        var page = casey.Page;
        await casey.GoAsync($"{Home}/demo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the keys of acme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Restore the keys of acme" })).ToBeVisibleAsync();
        await page.Locator("button[popovertarget='demo-clock']").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "+3 days" }).ClickAsync();

        // The other page was opened before and nobody touches it.
        await Expect(KeyRefused(open)).ToHaveCountAsync(1, new() { Timeout = CatchingUp });
        await Expect(Fraction(open)).ToHaveTextAsync(Nothing(), new() { Timeout = CatchingUp });
        await AssertNotReloadedAsync(open);

        // The source is younger than the seven days explained: comparing their ends would show neither the gain nor the loss.
        var changes = open.Locator("section[aria-labelledby='changes-heading'] .cov-changes > li > div");
        await Expect(changes.Filter(new() { HasTextString = "BambooHR: evidence turned stale" })).ToContainTextAsync(Lost(covered));
        await Expect(changes.Filter(new() { HasTextString = "BambooHR: evidence arrived" }).First).ToContainTextAsync("+");

        // What is above a page about the past is not about the past, and says so.
        await casey.GoAsync($"{Home}?asOf=2026-01-05T00:00:00Z");
        await Expect(page.Locator(".p-banners")).ToContainTextAsync("What is wrong now, not at the instant shown below:");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to now" }).ClickAsync();
        await Expect(page.Locator(".p-banners")).Not.ToContainTextAsync("What is wrong now");

        await casey.GoAsync($"{Home}/alerts");
        // One alert for the refused key; that its evidence went stale meanwhile joins it instead of opening another.
        var alert = page.Locator("main article", new() { HasTextString = "The vendor refuses the key: BambooHR" });
        await Expect(alert).ToHaveCountAsync(1);
        await Expect(alert).ToContainTextAsync("Evidence stale since");
        await Expect(page.Locator("main article h2", new() { HasTextString = "Evidence is stale" })).ToHaveCountAsync(0);
    }

    private static async Task ReplaceTheKeyAsync(Visitor casey, IPage open, string connection, string covered)
    {
        var page = casey.Page;
        await KeyRefused(page).GetByRole(AriaRole.Link, new() { Name = "Replace key" }).ClickAsync();
        await page.Locator("#replace-key").FillAsync(MagicKeys.Replacement);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test and replace key" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains($"{connection}/runs/", StringComparison.Ordinal));
        await Expect(page.Locator("section[aria-labelledby='run-coverage']")).ToContainTextAsync(Rose());

        await Expect(KeyRefused(open)).ToHaveCountAsync(0);
        await Expect(Fraction(open)).ToHaveTextAsync(covered);
        await AssertNotReloadedAsync(open);

        await casey.GoAsync($"{Home}/alerts");
        var alert = page.Locator("main article", new() { HasTextString = "The vendor refuses the key: BambooHR" });
        await Expect(alert).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Resolved", Exact = true }).ClickAsync();
        await Expect(alert).ToHaveCountAsync(1);
        await Expect(alert).ToContainTextAsync("The key was replaced by Casey Compliance and passed the test.");
    }

    private static async Task RevokeAsync(Visitor ada, string connection, string run)
    {
        var page = ada.Page;
        await ada.GoAsync($"{connection}?view=danger");
        await page.GetByRole(AriaRole.Link, new() { Name = "Revoke connection" }).ClickAsync();
        await page.Locator("#revoke-reason").FillAsync("The company moves to another system.");
        await page.Locator("#revoke-name").FillAsync("BambooHR");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke connection" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/receipt", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("Destroyed. SHA-256 of the sealed bytes:");
        await Expect(page.Locator("main")).ToContainTextAsync("The company moves to another system.");
        await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm deletion" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Deletion in BambooHR confirmed");

        // Nothing of the past has gone.
        await ada.GoAsync(run);
        await Expect(page.GetByText("New record").First).ToBeVisibleAsync();
        await ada.GoAsync($"{Home}/evidence");
        await Expect(page.Locator($"main a[href*='{Home}/evidence/']").First).ToBeVisibleAsync();
    }

    private static async Task ReadTheTrailAsync(Visitor audrey)
    {
        var page = audrey.Page;
        foreach (var action in new[]
        {
            "framework.adopted", "connection.tested", "connection.connected", "evidence.observed", "sync.failed", "connection.reauth_needed", "alert.opened",
            "connection.reauthenticated", "alert.resolved", "connection.revoked", "connection.revocation_receipt", "demo.clock_moved",
        })
        {
            await audrey.GoAsync($"{Home}/audit-log?action={action}");
            await Expect(page.Locator("main code", new() { HasTextString = action }).First).ToBeVisibleAsync();
        }

        await audrey.GoAsync($"{Home}/audit-log?action=sync.");
        await Expect(page.Locator("main code", new() { HasTextRegex = Accepted() })).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify log" }).ClickAsync();
        await Expect(page.Locator("[data-outcome='intact']")).ToContainTextAsync("The log is intact");
    }

    /// <summary>"−4" for "4 of 5".</summary>
    private static string Lost(string covered) => "−" + covered[..covered.IndexOf(' ', StringComparison.Ordinal)];

    private static ILocator KeyRefused(IPage page) => page.Locator(".p-banner", new() { HasTextString = "Key refused" });

    private static ILocator Fraction(IPage page) => page.Locator(".cov-fraction strong");

    /// <summary>A reload would lose this.</summary>
    private static Task MarkAsync(IPage page) => page.EvaluateAsync("() => { window.notReloaded = true; }");

    private static async Task AssertNotReloadedAsync(IPage page) => Assert.True(await page.EvaluateAsync<bool>("() => window.notReloaded === true"));

    [GeneratedRegex(@"^0 of [1-9]\d*$")]
    private static partial Regex Nothing();

    [GeneratedRegex(@"Covered controls went from 0 to ([1-9]\d*) of (\d+)\.")]
    private static partial Regex Rose();

    [GeneratedRegex(@"^sync\.(succeeded|limited)$")]
    private static partial Regex Accepted();
}
