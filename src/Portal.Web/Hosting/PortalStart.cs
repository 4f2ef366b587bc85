using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>Configuration is checked before anything is opened, and every fault is said at once.</summary>
internal static class PortalStart
{
    /// <returns>False when the configuration cannot work; each fault was written, with the key it is about.</returns>
    public static async Task<bool> CheckAsync(IServiceProvider services, TextWriter errors)
    {
        var faults = Faults(services);
        if (faults.Count == 0)
        {
            return true;
        }

        await errors.WriteLineAsync($"The portal cannot start: {faults.Count} fault(s) in its configuration.");
        foreach (var fault in faults)
        {
            await errors.WriteLineAsync($"  - {fault}");
        }

        return false;
    }

    public static IReadOnlyList<string> Faults(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. e.Flatten().InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures)];
        }
    }
}
