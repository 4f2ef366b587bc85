namespace Portal.Connectors.Sdk.Http;

/// <summary>
/// The reads of a manifest as a gate: a request whose method and path are not listed is refused before it is sent. So the list that
/// people read before they hand over a key is also the list that holds.
/// </summary>
internal sealed class AllowedReads(IEnumerable<ManifestRead> reads)
{
    private readonly (string Method, string[] Segments)[] _reads = [.. reads.Select(Split)];

    public bool Allows(HttpMethod method, string path)
    {
        var segments = path.Split('/');
        return _reads.Any(read => string.Equals(read.Method, method.Method, StringComparison.Ordinal) && Matches(read.Segments, segments));
    }

    private static (string, string[]) Split(ManifestRead read)
    {
        var space = read.Endpoint.IndexOf(' ', StringComparison.Ordinal);
        return (read.Endpoint[..space], read.Endpoint[(space + 1)..].Split('/'));
    }

    private static bool Matches(string[] pattern, string[] path)
    {
        if (pattern.Length != path.Length)
        {
            return false;
        }
        for (var i = 0; i < pattern.Length; i++)
        {
            var isPlaceholder = pattern[i] is ['{', .., '}'];
            // An encoded slash or dot segment would name another path at the vendor than the one matched here.
            if (isPlaceholder ? !path[i].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || path[i].Length == 0
                : !string.Equals(pattern[i], path[i], StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}
