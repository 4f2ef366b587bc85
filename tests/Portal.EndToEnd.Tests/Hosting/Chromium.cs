using Microsoft.Playwright;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>One real Chromium for the whole test process.</summary>
public static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    /// <summary>Milliseconds that anything on a page may take before a test gives up: generous, because a busy machine is no defect.</summary>
    public const float Patience = 60_000;

    /// <summary>Where the browser is; null when this machine has none.</summary>
    public static string? Executable { get; } =
        new[] { Environment.GetEnvironmentVariable("PORTAL_TEST_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(path => path is not null && File.Exists(path));

    /// <summary>Skips the test, with the reason, on a machine without a browser.</summary>
    public static Task<IBrowser> GetAsync()
    {
        Assert.SkipWhen(Executable is null, "No Chromium here: install Debian's chromium or set PORTAL_TEST_CHROMIUM.");
        return Shared.Value;
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}
