namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>A folder for one portal: its database in one place, its keys in another, as the key ring demands.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("portal-e2e-");

    public TestFolder()
    {
        _root.CreateSubdirectory("data");
    }

    public string Database => Path.Combine(_root.FullName, "data", "portal.db");

    public string Keys => Path.Combine(_root.FullName, "keys");

    /// <summary>Everything the portal wrote, keys excepted.</summary>
    public IEnumerable<string> DataFiles => Directory.EnumerateFiles(Path.Combine(_root.FullName, "data"));

    public void Dispose()
    {
        try
        {
            _root.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A file still open somewhere: the system's temp cleaner takes it.
        }
    }
}
