using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Compliance;

/// <summary>
/// Registers use cases whose constructors are internal, because what they take (a tenant's rows, the sync's parts) is nothing for the UI.
/// The container itself calls public constructors only.
/// </summary>
internal static class UseCaseRegistration
{
    public static IServiceCollection AddUseCase<T>(this IServiceCollection services)
        where T : class
    {
        var constructor = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var parts = constructor.GetParameters().Select(p => p.ParameterType).ToArray();
        return services.AddScoped(provider => (T)constructor.Invoke([.. parts.Select(provider.GetRequiredService)]));
    }
}
