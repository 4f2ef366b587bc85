using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Portal.Web.Hosting;

/// <summary>
/// Texts live in resx files beside the feature that shows them. One language so far; the culture is fixed rather than taken from the
/// browser, so that an auditor and a manager read the same date.
/// </summary>
internal static class LanguageHosting
{
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("en-GB");

    public static void AddPortalLanguage(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Culture);
            options.SupportedCultures = [Culture];
            options.SupportedUICultures = [Culture];
            options.RequestCultureProviders.Clear();
        });
    }
}
