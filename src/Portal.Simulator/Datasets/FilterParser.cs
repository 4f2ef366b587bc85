using System.Globalization;
using Portal.Simulator.Access;

namespace Portal.Simulator.Datasets;

/// <summary>
/// Parses <c>eq ne lt le gt ge and or in</c> and parentheses; <c>and</c> binds tighter than <c>or</c>. A field that the key cannot
/// see is as unknown as one that does not exist.
/// </summary>
internal sealed class FilterParser(List<FilterToken> tokens, CompanyView view)
{
    private int _at;

    /// <exception cref="FilterException">Not a filter the vendor understands.</exception>
    public static Filter Parse(string expression, CompanyView view)
    {
        var parser = new FilterParser(FilterLexer.Split(expression), view);
        var filter = parser.ParseOr();
        if (parser.Current.Kind != FilterTokenKind.End)
        {
            throw parser.Unexpected("the end");
        }

        return filter;
    }

    public static bool IsDate(string? literal) =>
        literal is { Length: >= 10 } && DateOnly.TryParseExact(literal.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private FilterToken Current => tokens[_at];

    private Filter ParseOr()
    {
        var left = ParseAnd();
        while (TakeWord("or"))
        {
            left = new Either(left, ParseAnd());
        }

        return left;
    }

    private Filter ParseAnd()
    {
        var left = ParseTerm();
        while (TakeWord("and"))
        {
            left = new Both(left, ParseTerm());
        }

        return left;
    }

    private Filter ParseTerm()
    {
        if (Current.Kind == FilterTokenKind.Open)
        {
            _at++;
            var inner = ParseOr();
            Take(FilterTokenKind.Close, "')'");
            return inner;
        }

        var name = Take(FilterTokenKind.Word, "a field name");
        var field = FieldCatalog.Find(name.Value, view) ?? throw new FilterException($"Unknown field '{name.Value}'", name.Position);
        if (TakeWord("in"))
        {
            return new OneOf(field, ParseList());
        }

        var word = Take(FilterTokenKind.Word, "an operator");
        ComparisonOperator comparison = word.Value switch
        {
            "eq" => ComparisonOperator.Eq,
            "ne" => ComparisonOperator.Ne,
            "lt" => ComparisonOperator.Lt,
            "le" => ComparisonOperator.Le,
            "gt" => ComparisonOperator.Gt,
            "ge" => ComparisonOperator.Ge,
            _ => throw new FilterException($"Unknown operator '{word.Value}'", word.Position),
        };
        return new Comparison(field, comparison, ParseLiteral());
    }

    private List<string?> ParseList()
    {
        Take(FilterTokenKind.Open, "'('");
        var values = new List<string?> { ParseLiteral() };
        while (Current.Kind == FilterTokenKind.Comma)
        {
            _at++;
            values.Add(ParseLiteral());
        }

        Take(FilterTokenKind.Close, "')'");
        return values;
    }

    private string? ParseLiteral()
    {
        var token = Current;
        if (token.Kind == FilterTokenKind.Text)
        {
            _at++;
            return token.Value;
        }

        Take(FilterTokenKind.Word, "a value");
        return token.Value switch
        {
            "null" => null,
            "true" or "false" => token.Value,
            _ when char.IsAsciiDigit(token.Value[0]) || token.Value[0] is '-' => token.Value,
            _ => throw new FilterException($"'{token.Value}' is not a value; text needs quotes", token.Position),
        };
    }

    private bool TakeWord(string word)
    {
        if (Current.Kind != FilterTokenKind.Word || Current.Value != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    private FilterToken Take(FilterTokenKind kind, string expected) => Current.Kind == kind ? tokens[_at++] : throw Unexpected(expected);

    private FilterException Unexpected(string expected) => new($"Expected {expected}, found '{Current.Value}'", Current.Position);
}
