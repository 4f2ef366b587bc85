using Microsoft.Data.Sqlite;
using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Web.Hosting;

/// <summary>Where the keys are: in the vault that <c>KeyVault:VaultUri</c> names, else, in Development only, in the local key ring.</summary>
internal static class KeyHosting
{
    private const string Provisioning = "--provision";

    public static void AddPortalKeys(this WebApplicationBuilder builder, HostCommand command)
    {
        if (string.IsNullOrEmpty(builder.Configuration["KeyVault:VaultUri"]))
        {
            builder.Services.AddLocalKeyRing(ring => ring.DatabaseDirectory = DatabaseFolder(builder.Configuration));
            return;
        }

        builder.Services.AddKeyVault();
        if (command.Name == Provisioning || builder.Environment.IsDevelopment())
        {
            // A web process in production has no door to the keys themselves, whatever its identity was allowed by mistake.
            builder.Services.AddKeyVaultProvisioning();
        }
    }

    /// <summary>The key ring refuses to live beside the rows it protects.</summary>
    private static string? DatabaseFolder(IConfiguration configuration)
    {
        try
        {
            var file = new SqliteConnectionStringBuilder(configuration["Database:ConnectionString"]).DataSource;
            return file.Length > 0 ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
        }
        catch (ArgumentException)
        {
            // Not a SQLite connection string: nothing embedded, or a fault that the database's own check names.
            return null;
        }
    }
}
