namespace Portal.Web.Session;

/// <summary>Where a redirect after sign-in may lead: a path on this host, and nothing that a browser would read as another host.</summary>
internal static class LocalUrl
{
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    public static bool IsLocal(string? url)
    {
        // Decoded until stable: a proxy or a browser may decode once more than we do.
        for (var round = 0; round < 4 && url is not null; round++)
        {
            if (!IsPlainlyLocal(url))
            {
                return false;
            }

            var decoded = Uri.UnescapeDataString(url);
            if (decoded == url)
            {
                return true;
            }

            url = decoded;
        }

        return false;
    }

    private static bool IsPlainlyLocal(string url) =>
        url.Length is > 0 and <= 2000
        && url[0] == '/'
        && (url.Length == 1 || url[1] is not '/')
        && !url.Contains('\\', StringComparison.Ordinal)
        && !url.Any(char.IsControl);
}
