using System.Runtime.CompilerServices;

namespace Portal.Web.Tests;

/// <summary>Where the sources are that this was compiled from.</summary>
internal static class SourceTree
{
    public static string Web { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "Portal.Web"));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
