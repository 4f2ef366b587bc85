namespace Portal.Web.Hosting;

/// <summary>Every failure ends in one of our own pages, with a trace id and without internals.</summary>
internal static class ErrorHosting
{
    public static void UsePortalErrors(this WebApplication app)
    {
        app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
    }
}
