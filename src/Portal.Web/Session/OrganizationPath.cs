namespace Portal.Web.Session;

/// <summary>The organization a path names: <c>/o/{slug}/…</c>.</summary>
internal static class OrganizationPath
{
    /// <param name="path">Absolute path, with or without query and fragment.</param>
    /// <returns>Null when the path is not an organization's.</returns>
    public static string? SlugOf(string? path)
    {
        if (path is null || !path.StartsWith("/o/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = path[3..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var slug = Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        return slug.Length == 0 ? null : slug;
    }
}
