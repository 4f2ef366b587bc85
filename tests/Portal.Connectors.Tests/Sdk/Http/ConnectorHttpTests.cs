using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;

namespace Portal.Connectors.Tests.Sdk.Http;

public sealed class ConnectorHttpTests
{
    private const string Canary = "cAnArY-key-5f2e";

    [Theory]
    [InlineData("https://evil.example/api/v1/employees/0")]
    [InlineData("//evil.example/api/v1/employees/0")]
    [InlineData("http://acme.bamboohr.com/api/v1/employees/0")]
    [InlineData("https://acme.bamboohr.com:8443/api/v1/employees/0")]
    [InlineData("https://user@acme.bamboohr.com/api/v1/employees/0")]
    [InlineData("https://other.bamboohr.com/api/v1/employees/0")]
    [InlineData("/api/v1/employees/1")]
    [InlineData("/api/v1/employees/0/../1")]
    [InlineData("/api/v1/employees")]
    public async Task SendAsync_AnotherHostOrAnUnlistedRead_IsRefusedAndNotSent(string address)
    {
        using var vendor = new Vendor(_ => throw new InvalidOperationException("was sent"));
        using var services = vendor.Services();

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => Http(services).SendAsync(Get(address), CancellationToken.None));

        Assert.Equal(ConnectorErrorCode.AddressRefused, refused.Error.Code);
        Assert.Empty(vendor.Requests);
    }

    [Fact]
    public async Task SendAsync_ToAStandIn_CarriesTheVendorsHostAndPath_AndNothingOfOurs()
    {
        using var vendor = new Vendor(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\n\r\n{}");
        using var services = vendor.Services();
        var http = Http(services);
        using var activity = new System.Diagnostics.Activity("ours").Start();

        using var first = await http.SendAsync(Get("/api/v1/employees/0?fields=id"), CancellationToken.None);
        using var second = await http.SendAsync(Get("/api/v1/employees/0?fields=id"), CancellationToken.None);

        Assert.Equal(new Uri("https://acme.bamboohr.com/"), http.BaseAddress);
        Assert.Equal("{}", await second.Content.ReadAsStringAsync());
        Assert.All(vendor.Requests, request => Assert.Equal(
            ["GET /api/v1/employees/0?fields=id HTTP/1.1", "Accept-Encoding: gzip, deflate, br", "Accept: application/json", "Authorization: Bearer " + Canary, "Host: acme.bamboohr.com"],
            request.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).OrderByDescending(l => l.StartsWith("GET", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task SendAsync_NameThatLeadsIntoOurNetwork_IsRefused()
    {
        using var services = new ServiceCollection().AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: false).BuildServiceProvider();
        var manifest = services.GetRequiredService<Catalog>().Require("bamboohr").Manifest with { Hosts = ["localhost"] };
        var http = services.GetRequiredService<ConnectorHttpFactory>().Create(manifest, new Dictionary<string, string>());

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => http.SendAsync(Get("/api/v1/employees/0"), CancellationToken.None));

        Assert.Equal((ConnectorErrorCode.AddressRefused, "GET /api/v1/employees/0"), (refused.Error.Code, refused.Error.Request));
    }

    [Theory]
    [InlineData("evil.com/")]
    [InlineData("acme.evil")]
    [InlineData("")]
    [InlineData("127.0.0.1:80#")]
    [InlineData("ACME")]
    public void Create_SettingThatIsNotOneLabel_IsRefused(string subdomain)
    {
        using var services = new ServiceCollection().AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: false).BuildServiceProvider();

        var refused = Assert.Throws<ConnectorException>(() => services.GetRequiredService<ConnectorHttpFactory>().Create(
            services.GetRequiredService<Catalog>().Require("bamboohr").Manifest, new Dictionary<string, string> { ["subdomain"] = subdomain }));

        Assert.Equal(ConnectorErrorCode.AddressRefused, refused.Error.Code);
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(302, 1)]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(429, 1)]
    [InlineData(500, 3)]
    [InlineData(501, 1)]
    [InlineData(502, 3)]
    [InlineData(503, 3)]
    [InlineData(504, 3)]
    public async Task SendAsync_OnlyMomentaryFaults_AreRepeated(int status, int sent)
    {
        using var vendor = new Vendor(_ => $"HTTP/1.1 {status} X\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n");
        using var services = vendor.Services();

        try
        {
            using var answer = await Http(services).SendAsync(Get("/api/v1/employees/0"), CancellationToken.None);
            Assert.Equal(status, (int)answer.StatusCode);
        }
        catch (ConnectorException limited)
        {
            Assert.Equal((429, ConnectorErrorCode.RateLimited), (status, limited.Error.Code));
        }

        Assert.Equal(sent, vendor.Requests.Count);
    }

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("Retry-After: Mon, 15 Jun 2026 12:02:00 GMT\r\nDate: Mon, 15 Jun 2026 12:00:00 GMT", 120)]
    [InlineData("Retry-After: Mon, 15 Jun 2026 11:59:00 GMT\r\nDate: Mon, 15 Jun 2026 12:00:00 GMT", 0)]
    [InlineData("Retry-After: 999999", 21600)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("X: y", null)]
    public async Task SendAsync_RetryAfter_IsReadInBothForms_AndCapped(string header, int? seconds)
    {
        using var vendor = new Vendor(_ => $"HTTP/1.1 429 X\r\n{header}\r\nContent-Length: 0\r\n\r\n");
        using var services = vendor.Services();

        var limited = await Assert.ThrowsAsync<ConnectorException>(() => Http(services).SendAsync(Get("/api/v1/employees/0"), CancellationToken.None));

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, limited.Error.RetryAfter);
    }

    [Fact]
    public async Task Body_LargerThanAllowed_IsNotReadToTheEnd()
    {
        using var vendor = new Vendor(_ => $"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}");
        using var services = vendor.Services(o => o.MaxResponseBytes = 64 * 1024);

        Assert.Equal(ConnectorErrorCode.MalformedAnswer, await ReadToErrorAsync(services));
    }

    [Fact]
    public async Task Body_ThatStandsStill_TimesOut()
    {
        using var vendor = new Vendor(_ => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        using var services = vendor.Services(o => o.RequestTimeout = TimeSpan.FromMilliseconds(300));

        Assert.Equal(ConnectorErrorCode.TimedOut, await ReadToErrorAsync(services));
    }

    [Fact]
    public async Task Body_CutOff_IsConnectionBroken()
    {
        using var vendor = new Vendor(_ => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") { ClosesAfterAnswer = true };
        using var services = vendor.Services();

        Assert.Equal(ConnectorErrorCode.ConnectionBroken, await ReadToErrorAsync(services));
    }

    [Fact]
    public async Task Log_AtItsLoudest_HoldsNeitherKeyNorQuery()
    {
        using var vendor = new Vendor(_ => "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n");
        var lines = new LogLines();
        using var services = vendor.Services(logging: lines);

        using var answer = await Http(services).SendAsync(Get("/api/v1/employees/0?fields=secretfield"), CancellationToken.None);

        var text = string.Join('\n', lines.Lines);
        Assert.Contains("GET /api/v1/employees/0 answered 500", text, StringComparison.Ordinal);
        foreach (var secret in new[] { Canary, Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), "secretfield" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IConnectorHttp Http(ServiceProvider services) => services.GetRequiredService<ConnectorHttpFactory>().Create(
        services.GetRequiredService<Catalog>().Require("bamboohr").Manifest, new Dictionary<string, string> { ["subdomain"] = "acme" });

    private static HttpRequestMessage Get(string address) =>
        new(HttpMethod.Get, new Uri(address, UriKind.RelativeOrAbsolute)) { Headers = { Authorization = new("Bearer", Canary) } };

    private static async Task<ConnectorErrorCode> ReadToErrorAsync(ServiceProvider services)
    {
        using var answer = await Http(services).SendAsync(Get("/api/v1/employees/0"), CancellationToken.None);
        await using var body = await answer.Content.ReadAsStreamAsync();
        return (await Assert.ThrowsAsync<ConnectorException>(() => body.CopyToAsync(Stream.Null))).Error.Code;
    }

    /// <summary>Answers raw bytes on loopback, so that a test decides every one of them.</summary>
    private sealed class Vendor : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<string, string> _answer;
        private readonly List<TcpClient> _open = [];

        public Vendor(Func<string, string> answer)
        {
            _answer = answer;
            _listener.Start();
            _ = AcceptAsync();
        }

        public bool ClosesAfterAnswer { get; init; }

        public List<string> Requests { get; } = [];

        public ServiceProvider Services(Action<ConnectorHttpOptions>? options = null, ILoggerProvider? logging = null)
        {
            var services = new ServiceCollection();
            services.AddLogging(log =>
            {
                log.SetMinimumLevel(LogLevel.Trace);
                if (logging is not null)
                {
                    log.AddProvider(logging);
                }
            });
            services.AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: true);
            services.Configure<ConnectorHttpOptions>("bamboohr", o =>
            {
                o.BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
                o.RetryPause = TimeSpan.FromMilliseconds(1);
                options?.Invoke(o);
            });
            return services.BuildServiceProvider();
        }

        public void Dispose()
        {
            _listener.Dispose();
            _open.ForEach(c => c.Dispose());
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync();
                }
                catch (Exception stopped) when (stopped is ObjectDisposedException or SocketException)
                {
                    return;
                }
                _open.Add(client);
                _ = ServeAsync(client);
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            int read;
            // A GET fits into one read on loopback.
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                var request = Encoding.ASCII.GetString(buffer, 0, read);
                Requests.Add(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer(request)));
                if (ClosesAfterAnswer)
                {
                    client.Client.Shutdown(SocketShutdown.Both);
                    return;
                }
            }
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Lines.Add($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add($"{formatter(state, exception)} {state} {exception}");
            }
        }

        public void Dispose() { }
    }
}
