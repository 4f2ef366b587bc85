using Portal.Compliance.Data.Providers;
using Portal.Compliance.Data.Providers.Sqlite;

namespace Portal.Compliance.Data;

/// <summary>
/// Thousands of writes before anybody is served, of which none has to outlive a power cut on its own: the embedded database waits for the
/// disk once, at the end. Servers are written to as always.
/// </summary>
public sealed class HurriedWrites
{
    private readonly DatabaseProvider _provider;

    internal HurriedWrites(DatabaseProvider provider) => _provider = provider;

    /// <summary>When it returns, everything written is on the disk and every later commit waits for it again.</summary>
    public async Task DuringAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        _provider.Pragmas.Hurried = true;
        try
        {
            await write();
        }
        finally
        {
            _provider.Pragmas.Hurried = false;
        }

        if (_provider.Engine == DatabaseEngine.Sqlite)
        {
            await SqliteFile.SyncAsync(_provider.ConnectionString, cancellationToken);
        }
    }
}
