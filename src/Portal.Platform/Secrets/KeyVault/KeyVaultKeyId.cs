namespace Portal.Platform.Secrets.KeyVault;

/// <summary>A key's address: <c>https://{vault}/keys/{name}/{version}</c>.</summary>
internal sealed record KeyVaultKeyId(string Authority, string Name, string Version)
{
    private const string Scheme = "https://";

    public string Kid => $"{Scheme}{Authority}/keys/{Name}/{Version}";

    /// <summary>Null unless the text is exactly as this class writes it, on this vault: nothing else may lead a request anywhere.</summary>
    public static KeyVaultKeyId? Parse(string? kid, Uri vault)
    {
        var prefix = $"{Scheme}{vault.Authority}/keys/";
        if (kid is null || !kid.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = kid[prefix.Length..].Split('/');
        return parts is [var name, var version] && IsName(name) && IsName(version) ? new(vault.Authority, name, version) : null;
    }

    /// <summary>What the vault allows in names: 1 to 127 letters, digits and hyphens.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
