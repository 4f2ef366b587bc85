using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Simulator.Hosting;

namespace Portal.Simulator.KeyVault;

/// <summary>
/// A stand-in for Azure Key Vault on loopback: real HTTPS, real keys, and every refusal that the portal must survive (see README.md).
/// Its keys live as long as it does.
/// </summary>
public sealed class KeyVaultServer : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<VaultRequest> _requests = new();
    private readonly KeyVaultServerOptions _options;
    private readonly VaultEndpoints _endpoints;
    private readonly X509Certificate2 _certificate = StandInCertificate.Make();
    private WebApplication? _application;

    private KeyVaultServer(KeyVaultServerOptions options)
    {
        var keys = new VaultKeys(options.Clock, options.NewRsa);
        (_options, _endpoints, Control) = (options, new VaultEndpoints(keys, options), new KeyVaultControl(keys));
    }

    /// <summary><c>https://127.0.0.1:port/</c>.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    public KeyVaultControl Control { get; }

    /// <summary>Everything that arrived, oldest first.</summary>
    public IReadOnlyList<VaultRequest> Requests => [.. _requests];

    /// <summary>The certificate that it shows, without its private key; for <c>KeyVault:TrustedCertificatePath</c>.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KeyVaultServer> StartAsync(KeyVaultServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new KeyVaultServer(options ?? new());
        await server.StartAsync(cancellationToken);
        return server;
    }

    public void ForgetRequests() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            using var impatient = new CancellationTokenSource(PatienceAtStop);
            await _application.StopAsync(impatient.Token);
            await _application.DisposeAsync();
        }

        _certificate.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, _options.Port, listen => listen.UseHttps(_certificate));
        });
        builder.Services.AddSingleton<IHostLifetime, NoConsole>();
        _application = builder.Build();
        _application.Run(HandleAsync);
        await _application.StartAsync(cancellationToken);
        BaseAddress = new(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var authorization = context.Request.Headers.Authorization.ToString();
        var token = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..] : null;
        _requests.Enqueue(new(context.Request.Method, context.Request.Path, authorization.Length > 0, (int)buffer.Length));
        if (Control.IsDown)
        {
            context.Abort();
        }
        else if (string.IsNullOrEmpty(token) || (_options.Token is { } only && !CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(only), System.Text.Encoding.UTF8.GetBytes(token))))
        {
            await VaultAnswers.ChallengeAsync(context, Control.Challenge, _options);
        }
        else if (Control.TakeClaimsChallenge())
        {
            await VaultAnswers.ClaimsChallengeAsync(context, _options, Control.Claims);
        }
        else
        {
            await AnswerAsync(context, buffer.ToArray(), Control.TakeFault(context.Request.Path));
        }
    }

    private Task AnswerAsync(HttpContext context, byte[] body, VaultFault? fault)
    {
        switch (fault?.Kind)
        {
            case VaultFaultKind.Throttled:
                context.Response.Headers.RetryAfter = fault.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return VaultAnswers.RefuseAsync(context, 429, "Throttled", "Request was not processed because too many requests were received.");
            case VaultFaultKind.ServerError:
                return VaultAnswers.RefuseAsync(context, 500, "InternalServerError", "Something went wrong.");
            case VaultFaultKind.Unavailable:
                return VaultAnswers.RefuseAsync(context, 503, "ServiceUnavailable", "The vault is not available.");
            case VaultFaultKind.Forbidden:
                return VaultAnswers.RefuseAsync(context, 403, "Forbidden", "Caller is not authorized to perform action on resource.", "ForbiddenByRbac");
            case VaultFaultKind.Unauthorized:
                return VaultAnswers.RefuseAsync(context, 401, "Unauthorized", "AKV10032: Invalid issuer.");
            case VaultFaultKind.HtmlPage:
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<!doctype html><title>Welcome</title>", context.RequestAborted);
            case VaultFaultKind.Redirect:
                context.Response.Redirect("https://vault.elsewhere.test" + context.Request.Path);
                return Task.CompletedTask;
            case VaultFaultKind.Reset:
                context.Abort();
                return Task.CompletedTask;
            case VaultFaultKind.Hang:
                return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            default:
                return ProperAsync(context, body, fault?.Kind);
        }
    }

    private Task ProperAsync(HttpContext context, byte[] body, VaultFaultKind? odd)
    {
        if (string.IsNullOrEmpty(context.Request.Query["api-version"]))
        {
            return VaultAnswers.RefuseAsync(context, 400, "BadParameter", "api-version must be specified.");
        }

        try
        {
            return _endpoints.HandleAsync(context, body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject, kid => odd switch
            {
                VaultFaultKind.OtherKey => kid[..kid.LastIndexOf('/')] + "0" + kid[kid.LastIndexOf('/')..],
                VaultFaultKind.OtherVault => kid.Replace(context.Request.Host.Value!, "vault.elsewhere.test", StringComparison.Ordinal),
                _ => kid,
            });
        }
        catch (JsonException)
        {
            return VaultAnswers.RefuseAsync(context, 400, "BadParameter", "The body is no JSON.");
        }
    }
}
