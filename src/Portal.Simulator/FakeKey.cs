using System.Globalization;
using System.Text;

namespace Portal.Simulator;

/// <summary>Keys that look like the vendor's (40 hex characters) and are plainly not: each begins with <c>fa4e</c>, for fake.</summary>
internal static class FakeKey
{
    private const string Prefix = "fa4e";
    private const int Length = 40;

    /// <summary>Ends in the four digits of <paramref name="code"/>, zeros between.</summary>
    public static string ForCode(int code) => Prefix + code.ToString(CultureInfo.InvariantCulture).PadLeft(Length - Prefix.Length, '0');

    /// <summary>Ends in the company's name spelled in hex.</summary>
    public static string ForCompany(string company)
    {
        var name = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(company));
        const int room = Length - 8;
        return Prefix + "c0c0" + (name.Length > room ? name[^room..] : name.PadLeft(room, '0'));
    }

    /// <summary>The n-th key issued while the server runs.</summary>
    public static string ForIssue(int number) => Prefix + "1550" + number.ToString("x", CultureInfo.InvariantCulture).PadLeft(Length - 8, '0');
}
