using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Platform.Time;

/// <summary>The two times of the portal.</summary>
public static class ClockRegistration
{
    /// <summary>
    /// Registers <see cref="ProductClock"/> for everything the product dates, and the system's <see cref="TimeProvider"/> for whatever
    /// protects. Nobody gets the product clock by asking for a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="offset">How far the clock had been moved before, read once at start; null for none.</param>
    public static IServiceCollection AddProductClock(this IServiceCollection services, Func<IServiceProvider, TimeSpan>? offset = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
            new ProductClock(provider.GetRequiredService<TimeProvider>(), offset?.Invoke(provider) ?? TimeSpan.Zero));
        return services;
    }
}
