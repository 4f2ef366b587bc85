using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Portal.Connectors.BambooHr;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;

namespace Portal.Connectors;

/// <summary>The door to the connectors: the catalogue, and the guarded HTTP each of them gets.</summary>
public static class ConnectorRegistration
{
    /// <param name="configuration">Reads <c>Connectors:{id}</c>.</param>
    /// <param name="isDevelopment">Whether a stand-in on loopback may take a vendor's place. Elsewhere that setting stops the start.</param>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.AddLogging();
        services.TryAddSingleton<Catalog>();
        services.TryAddSingleton<ConnectorHttpFactory>();
        return services.AddConnector<BambooHrConnector>(BambooHrManifest.Id, configuration, isDevelopment);
    }

    private static IServiceCollection AddConnector<TConnector>(this IServiceCollection services, string id, IConfiguration configuration, bool isDevelopment)
        where TConnector : class, IConnector
    {
        services.AddSingleton<IConnector, TConnector>();
        services.AddOptions<ConnectorHttpOptions>(id).Bind(configuration.GetSection($"Connectors:{id}")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConnectorHttpOptions>>(new ValidateConnectorHttpOptions(id, isDevelopment));

        var client = services.AddHttpClient(ConnectorHttpFactory.ClientName(id), http => http.Timeout = Timeout.InfiniteTimeSpan);
        // Handlers hold the stand-in's address; their connections renew themselves, so the factory need not rotate them.
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<IOptionsMonitor<ConnectorHttpOptions>>().Get(id)));
        // The factory's own log lines would carry whole addresses; ConnectorHttp writes what may be written.
        client.RemoveAllLoggers();
        client.AddResilienceHandler("transient", (pipeline, context) => AddRetry(pipeline,
            context.ServiceProvider.GetRequiredService<IOptionsMonitor<ConnectorHttpOptions>>().Get(id)));
        return services;
    }

    private static SocketsHttpHandler Handler(ConnectorHttpOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 8,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectCallback = new GuardedConnect(Dns.GetHostAddressesAsync, options.BaseAddress).ConnectAsync,
    };

    /// <summary>
    /// Every request is a declared read, so repeating one is safe. Only faults a moment can cure are repeated: no answer at all, and 5xx
    /// that does not say when to come back. Never 401 or 403: repeated unknown keys lock the account.
    /// </summary>
    private static void AddRetry(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ConnectorHttpOptions options)
    {
        if (options.TransientRetries == 0)
        {
            return;
        }
        pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.TransientRetries,
            Delay = options.RetryPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome switch
            {
                { Exception: HttpRequestException { InnerException: not ConnectorException } } => true,
                { Result: { } answer } => (int)answer.StatusCode is 500 or 502 or 503 or 504 && !ThrottledAnswer.Is(answer),
                _ => false,
            }),
        });
    }
}
