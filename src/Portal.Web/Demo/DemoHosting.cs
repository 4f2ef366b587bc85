using Azure.Core.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Compliance.Demo;
using Portal.Connectors.Sdk.Http;
using Portal.Platform.Secrets;
using Portal.Web.Hosting;
using Portal.Web.Shell;

namespace Portal.Web.Demo;

/// <summary>The demo's one door. Without <c>Demo:Enabled</c> nothing of it is registered.</summary>
internal static class DemoHosting
{
    public static void AddPortalDemo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DemoOptions>().Bind(builder.Configuration.GetSection(DemoOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DemoOptions>>(new DemoOptionsCheck(builder.Environment.IsDevelopment()));
        if (!builder.Configuration.GetValue<bool>($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}") || !builder.Environment.IsDevelopment())
        {
            return;
        }

        services.AddSingleton<DemoVendor>().AddSingleton<DemoVendorState>().AddSingleton<DemoStart>().AddSingleton<DemoProgress>();
        services.AddHealthChecks().AddCheck<DemoHealth>("demo", tags: [HealthHosting.Ready]);
        // The progress page asks every second; that it is not ready yet is not an error to write down each time.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        services.AddScoped<DemoScopes>().AddScoped<DemoHistory>().AddScoped<MoveDemoClock>().AddScoped<ChangeDemoVendor>();
        // A stand-in that was configured keeps its place; then the demo's own vendor has no part in it.
        services.AddOptions<ConnectorHttpOptions>(DemoVendor.ConnectorId)
            .PostConfigure<DemoVendor>((http, vendor) => http.BaseAddress ??= vendor.BaseAddress);
        services.AddHttpClient(ConnectorHttpFactory.ClientName(DemoVendor.ConnectorId)).ConfigureAdditionalHttpMessageHandlers(
            (handlers, provider) => handlers.Insert(0, new DemoVendor.Door(provider.GetRequiredService<DemoVendor>())));
        services.Configure<ShellSlots>(slots => slots.AddClock<ClockPanel>().AddKeyHint<DemoKeyHint>());
    }

    /// <summary>Puts the demo's switch in front of the local key ring, once that is there. A vault has switches of its own.</summary>
    public static void AddDemoKeyStore(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (services.All(s => s.ServiceType != typeof(DemoVendor)) || !string.IsNullOrEmpty(builder.Configuration["KeyVault:VaultUri"]))
        {
            return;
        }

        var (resolver, directory, signer) = (Behind<IKeyEncryptionKeyResolver>(services), Behind<IKeyEncryptionKeyDirectory>(services), Behind<IAttestationSigner>(services));
        var (provisioner, probe) = (Behind<IKeyProvisioner>(services), Behind<IKeyStoreProbe>(services));
        services.AddSingleton<DemoKeyStore>().AddSingleton(s =>
            new DemoKeyRing(s.GetRequiredService<DemoKeyStore>(), resolver(s), directory(s), signer(s), provisioner(s), probe(s)));
    }

    /// <summary>Gives the service's place to the demo's ring.</summary>
    /// <returns>What was there.</returns>
    private static Func<IServiceProvider, T> Behind<T>(IServiceCollection services)
        where T : class
    {
        var real = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(s => (T)(object)s.GetRequiredService<DemoKeyRing>()));
        return s => (T)real(s);
    }

    /// <summary>After the migration and before anything is written. Without the demo there is nothing to do.</summary>
    public static Task RepairAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<DemoStart>()?.ForgetHalfAHistoryAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>After the migration and before the portal listens. Without the demo there is nothing to do.</summary>
    public static Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<DemoStart>()?.PrepareAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Once the portal listens. Without the demo, or with its history there, there is nothing to do.</summary>
    public static Task WriteHistoryAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<DemoStart>()?.WriteHistoryAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>While the history is written, every page shows how far it is.</summary>
    public static void UseDemoProgress(this WebApplication app)
    {
        if (app.Services.GetService<DemoProgress>() is { } progress)
        {
            app.Use((context, next) => progress.IsWriting && !DemoProgress.LetsThrough(context.Request.Path)
                ? DemoProgress.ShowAsync(context)
                : next(context));
        }
    }
}

internal sealed class DemoOptionsCheck(bool isDevelopment) : IValidateOptions<DemoOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoOptions options)
    {
        var faults = new List<string>();
        if (options.Enabled && !isDevelopment)
        {
            faults.Add("Demo:Enabled makes a portal of invented people and is allowed in Development only. Remove it.");
        }

        if (options.HistoryDays is < 3 or > 800)
        {
            faults.Add("Demo:HistoryDays must be between 3 and 800.");
        }

        if (options.SimulatorPort is < 0 or > 65535)
        {
            faults.Add("Demo:SimulatorPort must be between 0 and 65535; 0 takes a free port.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
