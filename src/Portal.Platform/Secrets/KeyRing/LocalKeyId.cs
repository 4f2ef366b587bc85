using System.Globalization;

namespace Portal.Platform.Secrets.KeyRing;

/// <summary>A key of the ring: its id is <c>local://keyring/{name}/{version}</c>, its file <c>{name}.{version}.pkcs8</c>.</summary>
internal sealed record LocalKeyId(string Name, int Version)
{
    public const string SigningName = "signing";
    private const string Prefix = "local://keyring/";
    private const string Suffix = ".pkcs8";

    public string Kid => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Name}/{Version}");

    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Name}.{Version}{Suffix}");

    public static string OrganizationName(Guid organizationId) => $"org-{organizationId:D}";

    /// <summary>Null unless the id is exactly as this class writes it; it becomes a file name.</summary>
    public static LocalKeyId? Parse(string kid)
    {
        var slash = kid.LastIndexOf('/');
        if (!kid.StartsWith(Prefix, StringComparison.Ordinal) || slash < Prefix.Length
            || !int.TryParse(kid.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return null;
        }

        var parsed = new LocalKeyId(kid[Prefix.Length..slash], version);
        return parsed.Kid == kid && IsName(parsed.Name) ? parsed : null;
    }

    /// <summary>The newest version of a key in the folder, or null.</summary>
    public static LocalKeyId? Newest(KeyRingFolder folder, string name) => folder.Names(name + ".", Suffix)
        .Select(file => int.TryParse(file.AsSpan(name.Length + 1, file.Length - name.Length - 1 - Suffix.Length), NumberStyles.None,
            CultureInfo.InvariantCulture, out var version) ? version : 0)
        .Where(version => version > 0)
        .OrderDescending()
        .Select(version => new LocalKeyId(name, version))
        .FirstOrDefault();

    private static bool IsName(string name) => name == SigningName
        || (name.StartsWith("org-", StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(4), "D", out var id) && OrganizationName(id) == name);
}
