using Microsoft.Extensions.Configuration.Memory;

namespace Portal.Web.Hosting;

/// <summary>Defaults that let <c>dotnet run</c> work on a fresh machine. Weakest of all sources: a file, variable or argument overrides each.</summary>
internal static class PortalConfiguration
{
    /// <summary>Holds the development database; ignored by git.</summary>
    public const string DevelopmentFolder = ".portal";

    public static void AddPortalConfiguration(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        var database = Path.Combine(builder.Environment.ContentRootPath, DevelopmentFolder, "portal.db");
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Database:Engine"] = "Sqlite",
                ["Database:ConnectionString"] = $"Data Source={database}",
                ["Demo:Enabled"] = "true",
                // Another name that resolves to loopback must not reach the development sign-in (DNS rebinding).
                ["AllowedHosts"] = "localhost;127.0.0.1;[::1]",
            },
        });
    }
}
