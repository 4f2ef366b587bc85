using Microsoft.Extensions.Primitives;

namespace Portal.Web.Hosting;

/// <summary>
/// Browsers let any page open a WebSocket here and send the cookie with it: a circuit is refused unless the page that asks is ours.
/// The same holds for every request that changes something, before antiforgery is even looked at.
/// </summary>
internal static class OwnOrigin
{
    public static void UseOwnOriginOnly(this WebApplication app) => app.Use((context, next) =>
    {
        if (IsForeign(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    });

    internal static bool IsForeign(HttpRequest request)
    {
        var matters = request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        if (!matters || StringValues.IsNullOrEmpty(request.Headers.Origin))
        {
            return false;
        }

        var own = $"{request.Scheme}://{request.Host.Value}";
        return request.Headers.Origin.Count != 1 || !string.Equals(request.Headers.Origin[0], own, StringComparison.OrdinalIgnoreCase);
    }
}
