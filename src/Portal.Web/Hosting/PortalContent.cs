namespace Portal.Web.Hosting;

/// <summary>Where <c>appsettings.json</c> and <c>wwwroot</c> are, whoever starts the portal: <c>dotnet run</c>, a publish folder, or a test.</summary>
internal static class PortalContent
{
    /// <summary>
    /// <c>dotnet run</c> starts in the project folder; everything else finds the files beside the assembly, whatever the current
    /// directory is.
    /// </summary>
    public static string Root { get; } =
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "Portal.Web.csproj")) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
}
