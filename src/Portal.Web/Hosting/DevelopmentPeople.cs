using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Web.Features.Account;

namespace Portal.Web.Hosting;

/// <summary>With the development sign-in on, its personas are in the directory from the first start, so that they can be made members before they come.</summary>
internal static class DevelopmentPeople
{
    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<IOptions<SignInOptions>>().Value.IsDevelopment)
        {
            return;
        }

        await using var scope = services.CreateAsyncScope();
        var know = scope.ServiceProvider.GetRequiredService<KnowPerson>();
        foreach (var persona in DevelopmentPersonas.All)
        {
            await know.ExecuteAsync(persona.Identity, cancellationToken);
        }
    }
}
