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
        if (!IsOn)
        {
            return null;
        }

        var folder = Directory.CreateDirectory(FolderOf(organizationId));
        var newest = folder.EnumerateFiles("*" + Extension)
            .Select(f => (File: f, Size: long.TryParse(Path.GetFileNameWithoutExtension(f.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : -1))
            .OrderByDescending(f => f.Size).FirstOrDefault();
        return newest.File is null || newest.Size < 0 ? null
            : (newest.Size, await File.ReadAllTextAsync(newest.File.FullName, Encoding.UTF8, cancellationToken));
    }

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

    private string FolderOf(Guid organizationId) => Path.Combine(options.Value.AnchorFolder, organizationId.ToString("D"));
}
