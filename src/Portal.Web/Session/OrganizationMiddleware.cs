using Microsoft.Extensions.Options;
using Portal.Compliance.Organizations;
using Portal.Platform.Tenancy;
using Portal.Web.Hosting;

namespace Portal.Web.Session;

/// <summary>
/// The door of every path under <c>/o/{slug}</c>, pages and downloads alike: who is not a member gets what an unknown organization
/// gets, 404, and so does who asks for a page of another role. Afterwards the request's scope belongs to the organization.
/// </summary>
internal sealed class OrganizationMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (OrganizationPath.SlugOf(context.Request.Path) is not { } slug || SignedInPerson.From(context.User) is not { } person)
        {
            await next(context);
            return;
        }

        var services = context.RequestServices;
        var opened = await services.GetRequiredService<OpenOrganization>().ExecuteAsync(person.Id, slug, services.GetRequiredService<TenantRules>().InvitedOnly(person), context.RequestAborted);
        if (opened is null || context.GetEndpoint()?.Metadata.GetMetadata<RequiresPermissionAttribute>() is { } required && !opened.Actor.May(required.Permission))
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var within = TimeSpan.FromMinutes(services.GetRequiredService<IOptions<SignInOptions>>().Value.RecentMinutes);
        services.GetRequiredService<TenantScope>().Enter(opened.Tenant, opened.Actor, person.Proof(within, services.GetRequiredService<TimeProvider>()));
        await services.GetRequiredService<EnterOrganization>().ExecuteAsync(person.Session, context.RequestAborted);
        await next(context);
    }
}
