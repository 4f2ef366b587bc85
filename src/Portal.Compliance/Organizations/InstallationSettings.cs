using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;

namespace Portal.Compliance.Organizations;

/// <summary>Settings of the whole installation, which belong to no organization.</summary>
public sealed class InstallationSettings
{
    private readonly DirectoryDatabase _directory;

    internal InstallationSettings(DirectoryDatabase directory) => _directory = directory;

    /// <returns>Null when it was never set.</returns>
    public async Task<string?> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        return await db.Set<InstallationSetting>().Where(s => s.Key == key).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether any organization was ever made here.</summary>
    public async Task<bool> HasOrganizationsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        return await db.Set<Organization>().AnyAsync(cancellationToken);
    }

    public async Task WriteAsync(string key, string value, CancellationToken cancellationToken = default)
    {
        await using var db = _directory.Open();
        if (await db.Set<InstallationSetting>().SingleOrDefaultAsync(s => s.Key == key, cancellationToken) is { } setting)
        {
            setting.Value = value;
        }
        else
        {
            db.Add(new InstallationSetting { Key = key, Value = value });
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
