using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// Checkpoints outside the database: a folder for each organization, a file for each checkpoint. Files are made, never changed or
/// deleted; whoever can write the database but not this folder cannot take the log back behind its newest file.
/// </summary>
internal sealed class CheckpointAnchors(IOptions<AuditLogOptions> options)
{
    private const string Extension = ".checkpoint";

    public bool IsOn => options.Value.AnchorFolder.Length > 0;

    /// <summary>Size and text of the newest file; null when there is none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public async Task<(long Size, string Note)?> NewestAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        return Files(organizationId) is [.., var (size, file)] ? (size, await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken)) : null;
    }

    /// <summary>Size and text of every file, oldest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public async Task<IReadOnlyList<(long Size, string Note)>> AllAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var all = new List<(long, string)>();
        foreach (var (size, file) in Files(organizationId))
        {
            all.Add((size, await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken)));
        }

        return all;
    }

    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlySet<long> SizesOf(Guid organizationId) => Files(organizationId).Select(f => f.Size).ToHashSet();

    /// <summary>Keeps the checkpoint, unless a file of that size is there already.</summary>
    /// <returns>False when the folder holds a larger one: it never goes backwards.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<bool> KeepAsync(Guid organizationId, CheckpointNote note, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return true;
        }

        if (await NewestAsync(organizationId, cancellationToken) is { } newest && newest.Size >= note.Body.Size)
        {
            return newest.Size == note.Body.Size;
        }

        var file = Path.Combine(FolderOf(organizationId), string.Create(CultureInfo.InvariantCulture, $"{note.Body.Size:D20}{Extension}"));
        var draft = $"{file}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.draft";
        await File.WriteAllTextAsync(draft, note.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        try
        {
            // A half-written file must never bear a checkpoint's name; nor is one that is there ever replaced.
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another machine was faster; both notes say the same.
            File.Delete(draft);
        }

        return true;
    }

    private List<(long Size, string File)> Files(Guid organizationId)
    {
        if (!IsOn)
        {
            return [];
        }

        if (!Directory.Exists(options.Value.AnchorFolder))
        {
            // Never made: a share that is not mounted must not become an empty folder in its place.
            throw new DirectoryNotFoundException("AuditLog:AnchorFolder does not exist. Mount it, or make it if it is new.");
        }

        return [.. Directory.CreateDirectory(FolderOf(organizationId)).EnumerateFiles("*" + Extension)
            .Select(f => (Size: long.TryParse(Path.GetFileNameWithoutExtension(f.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : -1, File: f.FullName))
            .Where(f => f.Size >= 0).OrderBy(f => f.Size)];
    }

    private string FolderOf(Guid organizationId) => Path.Combine(options.Value.AnchorFolder, organizationId.ToString("D"));
}
