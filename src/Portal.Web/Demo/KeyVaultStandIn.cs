using System.Globalization;
using System.Security.Cryptography;
using Portal.Simulator.KeyVault;

namespace Portal.Web.Demo;

/// <summary>
/// <c>--key-vault-stand-in &lt;folder&gt; [port]</c>: a key vault on loopback, in a process of its own so that its keys outlive a restart of
/// the portal. The portal accepts it in Development only.
/// </summary>
internal static class KeyVaultStandIn
{
    public const string Command = "--key-vault-stand-in";
    public const string Certificate = "key-vault-stand-in.pem";

    public static bool IsAskedFor(string[] args) => args.Length > 0 && args[0] == Command;

    /// <summary>Writes the certificate into the folder, says which settings the portal needs, and serves until cancelled.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken = default)
    {
        if (args is not [_, var folder, .. var rest] || Port(rest) is not { } port)
        {
            await output.WriteLineAsync($"Usage: {Command} <folder for the certificate> [port]");
            return 2;
        }

        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using var server = await KeyVaultServer.StartAsync(new KeyVaultServerOptions { Port = port, Token = token }, cancellationToken);
        var certificate = Path.Combine(Directory.CreateDirectory(folder).FullName, Certificate);
        await File.WriteAllTextAsync(certificate, server.CertificatePem, cancellationToken);
        await output.WriteLineAsync($"""
            A stand-in for Azure Key Vault; its keys live as long as this process. Start the portal in Development with:
              --KeyVault:VaultUri={server.BaseAddress}
              --KeyVault:TrustedCertificatePath={certificate}
              --KeyVault:VerifyChallengeResource=false
              --KeyVault:DevelopmentToken={token}
            """);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static int? Port(string[] rest) => rest switch
    {
        [] => 0,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 => port,
        _ => null,
    };
}
