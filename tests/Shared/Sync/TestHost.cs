using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Portal.Tests.Shared.Sync;

/// <summary>Development on a folder of its own, for services that ask where they run.</summary>
internal sealed class TestHost : IHostEnvironment
{
    private static readonly string Root = Directory.CreateTempSubdirectory("portal-host-").FullName;

    /// <summary>One key ring a process: making RSA keys takes longer than any test.</summary>
    public static string KeyRing { get; } = Path.Combine(Directory.CreateTempSubdirectory("portal-ring-").FullName, "ring");

    public string EnvironmentName { get; set; } = Environments.Development;

    public string ApplicationName { get; set; } = "Portal";

    public string ContentRootPath { get; set; } = Root;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
