namespace Portal.Platform.Secrets.KeyRing;

/// <summary>Where the local key ring lives. Section <c>Secrets:LocalKeyRing</c>.</summary>
public sealed class LocalKeyRingOptions
{
    public const string Section = "Secrets:LocalKeyRing";

    /// <summary>
    /// Absolute folder of the key files; made with mode 0700 if it does not exist. Never inside the repository, the content root or the
    /// database's folder: a copy of those must not hold the keys to what is sealed in it.
    /// </summary>
    public string Directory { get; set; } = DefaultDirectory;

    /// <summary>Folder of an embedded database, when there is one. Set by the host.</summary>
    public string? DatabaseDirectory { get; set; }

    /// <summary>Set from the host, not from configuration.</summary>
    internal string? ContentRoot { get; set; }

    /// <inheritdoc cref="ContentRoot"/>
    internal string EnvironmentName { get; set; } = "Production";

    private static string DefaultDirectory =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data
            ? Path.Combine(data, "portal", "keyring")
            : "";
}
