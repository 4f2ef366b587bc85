using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Organizations;
using Portal.Platform.Tenancy;
using Portal.Web.Features.Account;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>Acts inside an organization without a browser, with the role that the persona's membership gives.</summary>
internal static class Inside
{
    public static async Task<AsyncServiceScope> EnterAsync(IServiceProvider services, DevelopmentPersona persona, string slug)
    {
        var scope = services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<KnowPerson>().ExecuteAsync(persona.Identity, TestContext.Current.CancellationToken);
        var opened = await scope.ServiceProvider.GetRequiredService<OpenOrganization>().ExecuteAsync(person, slug, cancellationToken: TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException($"{persona.Name} is no member of '{slug}'.");
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(opened.Tenant, opened.Actor);
        return scope;
    }
}
