using System.Buffers;

namespace Portal.Compliance.Trail;

/// <summary>One line of a CSV file (RFC 4180) that a spreadsheet shows and never executes.</summary>
internal static class CsvRow
{
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static string Of(params ReadOnlySpan<string?> cells)
    {
        var line = new System.Text.StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            line.Append(i == 0 ? "" : ",").Append(Cell(cells[i] ?? ""));
        }

        return line.Append("\r\n").ToString();
    }

    /// <summary>An apostrophe in front tells a spreadsheet that it is text, whoever wrote it.</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0]) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
