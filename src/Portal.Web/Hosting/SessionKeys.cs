using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>
/// Where the keys live that seal session cookies, antiforgery tokens and sign-in state. Bound from the <c>SessionKeys</c> section. Several
/// machines share one folder; not the database, whose reader could then forge sessions.
/// </summary>
internal sealed class SessionKeysOptions
{
    public const string Section = "SessionKeys";

    /// <summary>Absolute. Without one, the account's own folder on this machine is used: fine for a single machine.</summary>
    public string Directory { get; set; } = "";

    /// <summary>A PFX or PEM file whose key encrypts the stored keys. Needed outside Development, where the operating system does not encrypt them.</summary>
    public string CertificatePath { get; set; } = "";
}

internal sealed class SessionKeysOptionsCheck(IHostEnvironment environment) : IValidateOptions<SessionKeysOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionKeysOptions options)
    {
        List<string> faults = [];
        if (options.Directory.Length > 0 && !Path.IsPathFullyQualified(options.Directory))
        {
            faults.Add($"SessionKeys:Directory is '{options.Directory}'. Give an absolute folder that every machine of the portal shares.");
        }

        if (options.CertificatePath.Length > 0 && !File.Exists(options.CertificatePath))
        {
            faults.Add($"SessionKeys:CertificatePath is '{options.CertificatePath}', and there is no such file.");
        }

        if (options.CertificatePath.Length > 0 && options.Directory.Length == 0)
        {
            faults.Add("SessionKeys:CertificatePath is set without SessionKeys:Directory. Name the folder whose keys it encrypts.");
        }

        // Windows keeps them under the account's own key as long as they are in the account's own folder.
        if (!environment.IsDevelopment() && options.CertificatePath.Length == 0 && !(OperatingSystem.IsWindows() && options.Directory.Length == 0))
        {
            faults.Add("SessionKeys:CertificatePath is not set. Outside Development the keys that seal sessions must not lie on the disk in the clear, where whoever reads them "
                + "can forge anybody's session: name a folder (SessionKeys:Directory) and a PFX or PEM file whose key encrypts them (SessionKeys:CertificatePath).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

internal static class SessionKeys
{
    public static void AddPortalSessionKeys(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(SessionKeysOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<SessionKeysOptions>, SessionKeysOptionsCheck>();
        builder.Services.AddOptions<SessionKeysOptions>().Bind(section).ValidateOnStart();
        var protection = builder.Services.AddDataProtection().SetApplicationName("portal");
        var options = section.Get<SessionKeysOptions>();
        if (options is not { Directory.Length: > 0 } || new SessionKeysOptionsCheck(builder.Environment).Validate(null, options).Failed)
        {
            return;
        }

        var folder = new DirectoryInfo(options.Directory);
        if (!folder.Exists)
        {
            if (OperatingSystem.IsWindows())
            {
                folder.Create();
            }
            else
            {
                Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        protection.PersistKeysToFileSystem(folder);
        if (options.CertificatePath.Length > 0)
        {
            protection.ProtectKeysWithCertificate(options.CertificatePath.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
                ? X509Certificate2.CreateFromPemFile(options.CertificatePath)
                : X509CertificateLoader.LoadPkcs12FromFile(options.CertificatePath, null));
        }
    }
}
