using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.EndToEnd.Tests.Hosting;
using Portal.EndToEnd.Tests.Journeys;
using Portal.Platform.Secrets;
using Portal.Simulator;
using Portal.Simulator.KeyVault;
using Portal.Tests.Shared.Secrets;
using Portal.Web;
using Portal.Web.Demo;
using static Microsoft.Playwright.Assertions;

namespace Portal.EndToEnd.Tests.Secrets;

/// <summary>Three keys that occur nowhere else live a whole life in the portal; afterwards no form of them is found anywhere it writes.</summary>
public sealed class CanaryTests
{
    private readonly ConcurrentQueue<(string Where, byte[] Bytes)> _seen = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_ThroughAWholeLife_AreFoundNowhere(bool withVault)
    {
        await using var vault = withVault ? await KeyVaultServer.StartAsync(new KeyVaultServerOptions { Token = "for-tests" }) : null;
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, vault?.CertificatePem, TestContext.Current.CancellationToken);
        string[] settings = vault is null ? [] :
        [
            $"--KeyVault:VaultUri={vault.BaseAddress}", $"--KeyVault:TrustedCertificatePath={certificate}", "--KeyVault:VerifyChallengeResource=false",
            "--KeyVault:DevelopmentToken=for-tests", "--KeyVault:SharedKey=portal-shared",
        ];
        await ProvisionAsync(settings);
        await using var portal = await PortalHost.StartAsync(more: settings);
        var vendor = portal.Services.GetRequiredService<DemoVendor>().Control;
        var (first, second, refused) = (CanaryKey.New(), CanaryKey.New(), CanaryKey.New());
        vendor.SetKey(first, new KeyScript());
        vendor.SetKey(second, new KeyScript());
        await using var ada = await Visitor.ComeAsync(portal, "ada");
        var page = ada.Page;
        Listen(page);

        // Connect and sync.
        var wizard = await Wizard.OpenAsync(ada, "tailspin");
        await wizard.FillAndTestAsync(first, "acme");
        await wizard.ArriveAtRunAsync();
        await Expect(page.GetByText("New record").First).ToBeVisibleAsync();
        await KeepAsync(page);
        var connection = new Uri(page.Url).AbsolutePath.Split("/runs/")[0];

        // Rotate both keys above it.
        await RotateAsync(ada, "rotate-key", "Rotate key-encryption key", "Rotate the key-encryption key");
        await RotateAsync(ada, "rotate-data-key", "Rotate data key", "Rotate the data key");

        // Replace it: once with a key that the vendor does not know, then with a good one.
        await ada.GoAsync($"{connection}/replace-key");
        await page.Locator("#replace-key").FillAsync(refused);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test and replace key" }).ClickAsync();
        await Expect(page.Locator("section[data-row='KeyRejected']")).ToBeVisibleAsync();
        await KeepAsync(page);
        await page.Locator("#replace-key").FillAsync(second);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test and replace key" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal));
        await Expect(page.GetByText("Seen again").Or(page.GetByText("New record")).First).ToBeVisibleAsync();
        await KeepAsync(page);

        // Fail: the vendor refuses the sealed key during a sync.
        vendor.SetKey(second, new KeyScript { Fault = new FaultScript(FaultKind.KeyRejected) });
        await ada.GoAsync(connection);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now", Exact = true }).First.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal));
        await Expect(page.GetByText("What went wrong")).ToBeVisibleAsync();
        await KeepAsync(page);

        // Revoke.
        await ada.GoAsync($"{connection}/revoke");
        await page.Locator("#revoke-reason").FillAsync("The canary's life ends.");
        await page.Locator("#revoke-name").FillAsync("BambooHR");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke connection" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/receipt", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("Destroyed.");
        foreach (var path in new[] { connection, $"{connection}?view=timeline", $"{connection}?view=settings", "/o/tailspin/audit-log", "/o/tailspin/alerts" })
        {
            await ada.GoAsync(path);
            await KeepAsync(page);
        }

        KeepLogAndFiles(portal);
        foreach (var key in new[] { first, second, refused })
        {
            foreach (var (form, needle) in CanaryKey.Forms(key))
            {
                Assert.All(_seen, s => Assert.True(s.Bytes.AsSpan().IndexOf(needle) < 0, $"A key was found as {form} in {s.Where}."));
            }
        }

        File.Delete(certificate);
        Assert.Equal(withVault, vault?.Requests.Any(r => r.HadToken) ?? false);
        // The search itself finds what is there: in a database file, in the log, in a page and in a circuit's frames.
        foreach (var (where, text) in new[] { ("file portal.db", "Casey Compliance"), ("log", "simulated BambooHR"), ("page", "Tailspin Toys"), ("frame", "Revocation receipt") })
        {
            Assert.Contains(_seen, s => s.Where.StartsWith(where, StringComparison.Ordinal) && s.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
        }
    }

    /// <summary>What --provision does beforehand: the demo's organizations need a key the moment they are made.</summary>
    private static async Task ProvisionAsync(string[] settings)
    {
        if (settings.Length > 0)
        {
            await using var portal = PortalApplication.Create(["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Demo:Enabled=false", .. settings]);
            var keys = portal.Services.GetRequiredService<IKeyProvisioner>();
            await keys.EnsureSigningKeyAsync(TestContext.Current.CancellationToken);
            await keys.EnsureKeyEncryptionKeyAsync(Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        }
    }

    private async Task RotateAsync(Visitor visitor, string form, string action, string row)
    {
        var page = visitor.Page;
        await visitor.GoAsync("/o/tailspin/settings/keys");
        await page.Locator($"#{form}-reason").FillAsync("The canary's keys are rotated.");
        await page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await Expect(page.Locator("tr", new() { HasText = row }).GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await KeepAsync(page);
    }

    private void Listen(IPage page)
    {
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _seen.Enqueue(("frame", frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "")));
        page.Console += (_, message) => _seen.Enqueue(("console", Encoding.UTF8.GetBytes(message.Text)));
        page.Request += (_, request) => _seen.Enqueue(("request address", Encoding.UTF8.GetBytes(request.Url)));
    }

    private async Task KeepAsync(IPage page) => _seen.Enqueue(($"page {page.Url}", Encoding.UTF8.GetBytes(await page.ContentAsync())));

    private void KeepLogAndFiles(PortalHost portal)
    {
        foreach (var line in portal.Log.Lines)
        {
            _seen.Enqueue(("log", Encoding.UTF8.GetBytes(line)));
        }

        foreach (var file in portal.Folder.DataFiles)
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            open.CopyTo(copy);
            _seen.Enqueue(($"file {Path.GetFileName(file)}", copy.ToArray()));
        }
    }
}
