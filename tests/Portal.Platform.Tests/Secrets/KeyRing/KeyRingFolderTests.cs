using System.Runtime.Versioning;
using Portal.Platform.Secrets.KeyRing;

namespace Portal.Platform.Tests.Secrets.KeyRing;

[UnsupportedOSPlatform("windows")]
public sealed class KeyRingFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _root = Directory.CreateTempSubdirectory("portal-ring-").FullName;

    private string Folder => Path.Combine(_root, "ring");

    [Fact]
    public async Task Keys_MadeWhenFirstAskedFor_ArePrivateFiles()
    {
        using var ring = Ring();
        await ring.SignAsync(new byte[] { 1 }, CancellationToken.None);
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        var file = Assert.Single(Directory.GetFiles(Folder));
        Assert.Equal("signing.1.pkcs8", Path.GetFileName(file));
        Assert.Equal(Private, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherExecute)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task Ring_FolderWithALooseMode_IsRefusedAtItsFirstUse(UnixFileMode loose)
    {
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Private | UnixFileMode.UserExecute | loose);
        using var ring = Ring();
        await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.SignAsync(new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public void Folder_WithALooseMode_IsRefusedAtEachDoorAndSaysWhy()
    {
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        var folder = new KeyRingFolder(Folder);
        Action[] doors = [() => folder.Names("a", "b"), () => folder.TryRead("a"), () => folder.TryCreate("a", [1]), () => folder.Delete("a")];
        Assert.All(doors, door => Assert.Equal($"The key ring's {Folder} was refused: its mode 740 is looser than 700.", Assert.Throws<KeyRingRefusedException>(door).Message));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserExecute)]
    public async Task Ring_FileWithALooseMode_IsRefusedAlsoAfterTheStart(UnixFileMode loose)
    {
        using var ring = Ring();
        var signature = await ring.SignAsync(new byte[] { 1 }, CancellationToken.None);
        File.SetUnixFileMode(Path.Combine(Folder, "signing.1.pkcs8"), Private | loose);
        await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.SignAsync(new byte[] { 1 }, CancellationToken.None));
        await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.VerifyAsync(signature, new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task Ring_FolderLoosenedAfterTheStart_IsRefused()
    {
        using var ring = Ring();
        await ring.SignAsync(new byte[] { 1 }, CancellationToken.None);
        File.SetUnixFileMode(Folder, Private | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.SignAsync(new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task Ring_FileThatIsALink_IsRefused()
    {
        using var ring = Ring();
        await ring.SignAsync(new byte[] { 1 }, CancellationToken.None);
        var file = Path.Combine(Folder, "signing.1.pkcs8");
        File.Move(file, Path.Combine(_root, "elsewhere"));
        File.CreateSymbolicLink(file, Path.Combine(_root, "elsewhere"));
        var refused = await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.SignAsync(new byte[] { 1 }, CancellationToken.None));
        Assert.Equal($"The key ring's {file} was refused: it is a link.", refused.Message);
    }

    [Fact]
    public async Task Ring_FolderThatIsALink_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "real"), Private | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(Folder, Path.Combine(_root, "real"));
        using var ring = Ring();
        var refused = await Assert.ThrowsAsync<KeyRingRefusedException>(() => ring.SignAsync(new byte[] { 1 }, CancellationToken.None));
        Assert.Equal($"The key ring's {Folder} was refused: it is a link.", refused.Message);
    }

    [Fact]
    public void TryCreate_FileThatExists_StaysAsItIs()
    {
        var folder = new KeyRingFolder(Folder);
        Assert.True(folder.TryCreate("a", [1]));
        Assert.False(folder.TryCreate("a", [2]));
        using var content = folder.TryRead("a");
        Assert.Equal([1], content!.Span.ToArray());
        Assert.Equal(["a"], Directory.GetFiles(Folder).Select(Path.GetFileName));
        Assert.Null(folder.TryRead("b"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private LocalKeyRing Ring() => new(RingFixture.Options(Folder));
}
