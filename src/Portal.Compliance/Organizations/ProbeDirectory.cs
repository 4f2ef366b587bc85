using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>Reads something small from the database, for the readiness check: whatever is wrong with it, this throws.</summary>
public sealed class ProbeDirectory
{
    private readonly DirectoryDatabase _directory;

    internal ProbeDirectory(DirectoryDatabase directory) => _directory = directory;

    public async Task ExecuteAsync(CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        await db.Set<Organization>().AnyAsync(cancellationToken);
    }
}
