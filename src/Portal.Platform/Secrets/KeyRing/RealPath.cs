namespace Portal.Platform.Secrets.KeyRing;

/// <summary>Where a path really leads, so that a link cannot bring the key ring into a folder that is copied or served.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    private static StringComparison PathComparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The absolute path with every link on the way followed; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">More links than a file system follows.</exception>
    public static string Of(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (var links = 0; FirstLink(path) is var (link, target); links++)
        {
            if (links == MaxLinks)
            {
                throw new IOException($"Too many links on the way to {path}.");
            }

            path = Path.GetFullPath(Path.Combine(target, Path.GetRelativePath(link, path)));
            path = Path.TrimEndingDirectorySeparator(path);
        }

        return path;
    }

    /// <summary>Whether a real path is a real folder or lies in it.</summary>
    public static bool Contains(string folder, string path) =>
        path.Equals(folder, PathComparison) || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, PathComparison);

    /// <summary>The git working tree that a path lies in, if any.</summary>
    public static string? Repository(string path) => Ancestors(path).FirstOrDefault(folder => Path.Exists(Path.Combine(folder, ".git")));

    private static (string Link, string Target)? FirstLink(string path)
    {
        foreach (var folder in Ancestors(path).Reverse())
        {
            // Null also for what does not exist; a link's target may be relative to where the link stands, and no link is a root.
            if (new FileInfo(folder).LinkTarget is { } target)
            {
                return (folder, Path.Combine(Path.GetDirectoryName(folder)!, target));
            }
        }

        return null;
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
