using System.Text.Json;

namespace Portal.Platform.Tests;

/// <summary>
/// Third-party test vectors. They lie beside the repository (<c>../shared/data/vectors</c>) or at <c>PORTAL_VECTORS</c>; elsewhere the tests
/// that need them show as skipped, but never in CI.
/// </summary>
internal static class Vectors
{
    public static string Folder(string name)
    {
        var folder = Path.Combine(Root() ?? "", name);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI needs the test vectors: {folder} is missing.");
        Assert.Skip("Test vectors are not here; set PORTAL_VECTORS.");
        return folder;
    }

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_VECTORS") is { Length: > 0 } set)
        {
            return set;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", "vectors"));
            }
        }

        return null;
    }
}
