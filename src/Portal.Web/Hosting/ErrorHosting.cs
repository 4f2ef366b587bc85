using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Web.Shell;

namespace Portal.Web.Hosting;

/// <summary>
/// Every failure ends in one of our own pages, in the place of what was asked for, with a trace id and without internals. The page is
/// rendered directly: running the pipeline again would repeat the failed request's method, and want an antiforgery token for it.
/// </summary>
internal static class ErrorHosting
{
    public static void UsePortalErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ShowAsync,
            CreateScopeForErrors = true,
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(context => ShowAsync(context.HttpContext));
    }

    private static Task ShowAsync(HttpContext context)
    {
        var page = new RazorComponentResult<ErrorDocument>(new Dictionary<string, object?>
        {
            [nameof(ErrorDocument.Code)] = context.Response.StatusCode,
            [nameof(ErrorDocument.TraceId)] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        })
        {
            StatusCode = context.Response.StatusCode,
            PreventStreamingRendering = true,
        };
        return page.ExecuteAsync(context);
    }
}
