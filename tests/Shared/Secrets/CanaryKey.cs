using System.Security.Cryptography;
using System.Text;

namespace Portal.Tests.Shared.Secrets;

/// <summary>A vendor key that occurs nowhere else, and every form in which it could have been written down.</summary>
internal static class CanaryKey
{
    /// <summary>Not hex alone, so that its forms in a URL and in JSON differ from the plain one.</summary>
    public static string New() => "fa4e+/" + RandomNumberGenerator.GetHexString(34, lowercase: true);

    public static IEnumerable<(string Form, byte[] Needle)> Forms(string key)
    {
        var plain = Encoding.UTF8.GetBytes(key);
        yield return ("plain text", plain);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(key));
        yield return ("its second half", plain[20..]);
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain)));
        yield return ("upper-case hex", Encoding.ASCII.GetBytes(Convert.ToHexString(plain)));
        yield return ("URL form", Encoding.ASCII.GetBytes(Uri.EscapeDataString(key)));
        yield return ("JSON form", Encoding.ASCII.GetBytes(key.Replace("+", "\\u002B", StringComparison.Ordinal)));
        // Base64 of the key wherever it stands in a longer text, "key:x" of a Basic header among them: three alignments, without the edges.
        for (var lead = 0; lead < 3; lead++)
        {
            var skipped = (3 - lead) % 3;
            var whole = (plain.Length - skipped) / 3 * 3;
            yield return ($"Base64 at alignment {lead}", Encoding.ASCII.GetBytes(Convert.ToBase64String(plain, skipped, whole)));
        }
    }
}
