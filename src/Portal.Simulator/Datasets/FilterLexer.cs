namespace Portal.Simulator.Datasets;

internal enum FilterTokenKind { Word, Text, Open, Close, Comma, End }

/// <param name="Value">The word, or the text without its quotes.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Value, int Position);

/// <summary>Splits an expression like <c>status eq 'Active' and hireDate ge 2026-01-01</c> into tokens.</summary>
internal static class FilterLexer
{
    public static List<FilterToken> Split(string expression)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < expression.Length)
        {
            var start = at;
            switch (expression[at])
            {
                case ' ' or '\t' or '\r' or '\n':
                    at++;
                    break;
                case '(':
                    tokens.Add(new(FilterTokenKind.Open, "(", at++));
                    break;
                case ')':
                    tokens.Add(new(FilterTokenKind.Close, ")", at++));
                    break;
                case ',':
                    tokens.Add(new(FilterTokenKind.Comma, ",", at++));
                    break;
                case '\'':
                    tokens.Add(new(FilterTokenKind.Text, Quoted(expression, ref at), start));
                    break;
                case var character when IsWord(character):
                    while (at < expression.Length && IsWord(expression[at]))
                    {
                        at++;
                    }

                    tokens.Add(new(FilterTokenKind.Word, expression[start..at], start));
                    break;
                default:
                    throw new FilterException($"Unexpected '{expression[at]}'", at);
            }
        }

        tokens.Add(new(FilterTokenKind.End, "", at));
        return tokens;
    }

    /// <summary>Reads to the closing quote; two quotes in a row stand for one.</summary>
    private static string Quoted(string expression, ref int at)
    {
        var start = at++;
        var text = new System.Text.StringBuilder();
        while (at < expression.Length)
        {
            if (expression[at] != '\'')
            {
                text.Append(expression[at++]);
            }
            else if (at + 1 < expression.Length && expression[at + 1] == '\'')
            {
                text.Append('\'');
                at += 2;
            }
            else
            {
                at++;
                return text.ToString();
            }
        }

        throw new FilterException("Unterminated text", start);
    }

    // Numbers and dates (2026-01-31, 2026-01-31T00:00:00Z) are words too.
    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or ':' or '.' or '+';
}

/// <summary>The expression is not one the vendor understands.</summary>
internal sealed class FilterException(string problem, int position)
    : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{problem} at position {position}"));
