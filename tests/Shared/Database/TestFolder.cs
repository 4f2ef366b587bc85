namespace Portal.Tests.Shared.Database;

/// <summary>Where this process keeps its database files; gone when the process ends.</summary>
internal static class TestFolder
{
    private static readonly Lazy<string> Root = new(() =>
    {
        var path = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(path, recursive: true);
        return path;
    });

    public static string NewFile() => Path.Combine(Root.Value, $"{Guid.NewGuid():N}.db");
}
