using System.Runtime.CompilerServices;

namespace Portal.Architecture.Tests;

/// <summary>The files that people wrote, as they lie in the repository.</summary>
internal static class Repository
{
    private static readonly string[] NotWritten = ["bin", "obj", "node_modules", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <param name="pattern">e.g. <c>*.cs</c>.</param>
    /// <returns>Paths relative to the root, with forward slashes, sorted.</returns>
    public static IReadOnlyList<string> Files(string folder, string pattern) => [.. Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Where(f => !f.Split('/').Any(part => NotWritten.Contains(part, StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal)];

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>Migrations are written by EF Core.</summary>
    public static bool IsGenerated(string file) => file.Contains("/Migrations/", StringComparison.Ordinal);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Portal.sln above {here}.");
    }
}
