using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Organizations;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Web;
using Portal.Web.Features.Account;

namespace Portal.Tests.Shared.Hosting;

/// <summary>
/// The whole portal on a free loopback port, with a database, keys and everything else of its own in a temporary folder. Without the
/// demo: tests make what they need through the use cases.
/// </summary>
public sealed partial class PortalHost : IAsyncDisposable
{
    private readonly PortalApplication _portal;
    private readonly string _folder;

    private PortalHost(PortalApplication portal, string folder) => (_portal, _folder) = (portal, folder);

    public Uri BaseAddress => _portal.BaseAddress;

    public IServiceProvider Services => _portal.Services;

    public string DatabaseFile => Path.Combine(_folder, "data", "portal.db");

    /// <summary>Where its local key ring is.</summary>
    public string KeysFolder => Path.Combine(_folder, "keys");

    public static async Task<PortalHost> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("portal-host-").FullName;
        var portal = Create(folder, configure, args);
        await portal.StartAsync(Xunit.TestContext.Current.CancellationToken);
        return new(portal, folder);
    }

    /// <summary>As <see cref="StartAsync"/>, not started: for what happens before that.</summary>
    public static PortalApplication Create(string folder, Action<WebApplicationBuilder>? configure = null, params string[] args) =>
        // The demo is decided while parts are added, before configure is called: hence an argument.
        PortalApplication.Create(["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Demo:Enabled=false", "--Scheduling:Enabled=false",
            "--RateLimits:SignInPerMinute=100000", "--RateLimits:DownloadsPerMinute=100000",
            "--RateLimits:ConnectionTestsPerPerson=100000", "--RateLimits:ConnectionTestsPerOrganization=100000", .. args], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "data", "portal.db")}",
                ["Secrets:LocalKeyRing:Directory"] = Path.Combine(folder, "keys"),
            });
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        });

    /// <summary>Somebody's browser without a screen: keeps cookies, does not follow redirects.</summary>
    public HttpClient Visitor(out CookieContainer cookies)
    {
        cookies = new CookieContainer();
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, UseCookies = true };
        return new HttpClient(handler) { BaseAddress = BaseAddress };
    }

    public HttpClient Visitor() => Visitor(out _);

    public async Task<HttpClient> SignInAsync(DevelopmentPersona persona) => await SignInAsync(persona, Visitor());

    public static async Task<HttpClient> SignInAsync(DevelopmentPersona persona, HttpClient visitor)
    {
        using var answer = await PostAsync(visitor, "/signin", "/signin/development", ("persona", persona.Key));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    /// <summary>Posts a form of a page, with that page's antiforgery token.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient visitor, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await visitor.GetStringAsync(page);
        var token = AntiforgeryToken().Match(html).Groups[1].Value;
        var form = fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        return await visitor.PostAsync(action, new FormUrlEncodedContent(form));
    }

    /// <summary>An organization of Ada's, with the others as members when asked for.</summary>
    public async Task<Tenant> CreateOrganizationAsync(string slug, params DevelopmentPersona[] members)
    {
        await using var scope = Services.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<CreateOrganization>()
            .ExecuteAsync(new(char.ToUpperInvariant(slug[0]) + slug[1..], slug, "Europe/Berlin"), DevelopmentPersonas.Ada.Identity);
        foreach (var member in members)
        {
            await InAsync(created.Value, services => services.GetRequiredService<AddMember>().ExecuteAsync(member.Identity, member.Role));
        }

        return created.Value;
    }

    /// <summary>Runs something inside an organization, as the portal itself.</summary>
    public async Task<T> InAsync<T>(Tenant tenant, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, Actor.System("test"));
        return await work(scope.ServiceProvider);
    }

    /// <summary>Reads one column of the database file, past everything the product does.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.StopAsync();
        await _portal.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
