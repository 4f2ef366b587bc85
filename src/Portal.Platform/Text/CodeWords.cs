using System.Text;

namespace Portal.Platform.Text;

/// <summary>A code, as machines keep it, in words for people.</summary>
public static class CodeWords
{
    /// <summary>"headcount_cliff" is "headcount cliff", "KeyRejected" is "key rejected". What has spaces already is left as it is.</summary>
    public static string Of(string code)
    {
        if (code.Contains(' ', StringComparison.Ordinal))
        {
            return code;
        }

        var words = new StringBuilder(code.Length + 4);
        foreach (var c in code)
        {
            if (char.IsUpper(c) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(c == '_' ? ' ' : char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
