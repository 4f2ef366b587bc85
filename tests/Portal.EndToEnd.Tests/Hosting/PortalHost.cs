using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Web;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>
/// The real portal in this process, on a free loopback port, over a real SQLite file and key ring of its own, with the demo's data.
/// </summary>
public sealed class PortalHost : IAsyncDisposable
{
    private readonly PortalApplication _portal;

    private PortalHost(PortalApplication portal, TestFolder folder, LogBook log) => (_portal, Folder, Log) = (portal, folder, log);

    public TestFolder Folder { get; }

    /// <summary>Every line the portal logged, with its exceptions.</summary>
    public LogBook Log { get; }

    public Uri Address => _portal.BaseAddress;

    public IServiceProvider Services => _portal.Services;

    /// <param name="historyDays">Days of demo history; few, so that a test starts in seconds.</param>
    /// <param name="time">In place of the system's.</param>
    /// <param name="more">Further configuration.</param>
    public static async Task<PortalHost> StartAsync(int historyDays = 8, TimeProvider? time = null, params string[] more)
    {
        var folder = new TestFolder();
        var log = new LogBook();
        var portal = PortalApplication.Create(
            [
                "--environment", "Development", "--urls", "http://127.0.0.1:0",
                "--Database:ConnectionString", $"Data Source={folder.Database}",
                "--Secrets:LocalKeyRing:Directory", folder.Keys,
                "--Demo:Enabled", "true", "--Demo:HistoryDays", historyDays.ToString(System.Globalization.CultureInfo.InvariantCulture),
                // Every test's visitors come from one address.
                "--RateLimits:SignInPerMinute", "100000", "--RateLimits:DownloadsPerMinute", "100000",
                "--RateLimits:ConnectionTestsPerPerson", "100000", "--RateLimits:ConnectionTestsPerOrganization", "100000", .. more,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.AddProvider(log);
                if (time is not null)
                {
                    builder.Services.AddSingleton(time);
                }
            });
        await portal.StartAsync(TestContext.Current.CancellationToken);
        return new PortalHost(portal, folder, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.StopAsync();
        await _portal.DisposeAsync();
        Folder.Dispose();
    }
}
