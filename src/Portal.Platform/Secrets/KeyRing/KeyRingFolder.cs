using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Portal.Platform.Secrets.KeyRing;

/// <summary>
/// Private key files: folder 0700, files 0600, no links, made whole or not at all, never overwritten. It is checked at every access, not
/// only at start. Windows has no such modes; there the folder's access list is what protects it.
/// </summary>
internal sealed class KeyRingFolder(string path)
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <exception cref="KeyRingRefusedException">The folder is not private.</exception>
    public void Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path, FolderMode);
        }

        if (new DirectoryInfo(path).LinkTarget is not null)
        {
            throw new KeyRingRefusedException(path, "it is a link");
        }

        Refuse(path, File.GetUnixFileMode(path), FolderMode);
    }

    /// <summary>Names of the files that begin and end so.</summary>
    public IEnumerable<string> Names(string prefix, string suffix)
    {
        Open();
        return Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal));
    }

    /// <returns>Null if there is no such file. Dispose it.</returns>
    /// <exception cref="KeyRingRefusedException">The file or folder is not private.</exception>
    public PinnedBytes? TryRead(string name)
    {
        Open();
        var file = new FileInfo(Path.Combine(path, name));
        if (file.LinkTarget is not null)
        {
            throw new KeyRingRefusedException(file.FullName, "it is a link");
        }

        if (!file.Exists)
        {
            return null;
        }

        using var handle = File.OpenHandle(file.FullName);
        if (!OperatingSystem.IsWindows())
        {
            // Of the open file, so that it cannot be exchanged between the look and the reading.
            Refuse(file.FullName, File.GetUnixFileMode(handle), FileMode);
        }

        return ReadAll(handle);
    }

    /// <summary>Writes a new file so that nobody ever sees half of it.</summary>
    /// <returns>False if there is such a file by now; it stays as it is.</returns>
    public bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        Open();
        var target = Path.Combine(path, name);
        var draft = Path.Combine(path, $".{name}.{RandomNumberGenerator.GetHexString(16)}.draft");
        try
        {
            Write(draft, content);
            File.Move(draft, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Removes a file, if it is there. Backups and the disk's own spare blocks are out of its reach.</summary>
    public void Delete(string name)
    {
        Open();
        File.Delete(Path.Combine(path, name));
    }

    private static void Write(string draft, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        using var stream = new FileStream(draft, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    private static PinnedBytes ReadAll(SafeFileHandle handle)
    {
        // Without a buffer, which would keep a copy.
        using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        var content = new PinnedBytes(checked((int)file.Length));
        file.ReadExactly(content.Span);
        return content;
    }

    private static void Refuse(string file, UnixFileMode mode, UnixFileMode allowed)
    {
        if ((mode & ~allowed) != 0)
        {
            throw new KeyRingRefusedException(file, $"its mode {Convert.ToString((int)mode, 8)} is looser than {Convert.ToString((int)allowed, 8)}");
        }
    }
}

/// <summary>The key ring is not private, so nothing in it is used.</summary>
public sealed class KeyRingRefusedException(string path, string why) : Exception($"The key ring's {path} was refused: {why}.");
