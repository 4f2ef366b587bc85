using System.Globalization;
using Portal.Simulator.Access;

namespace Portal.Simulator.Datasets;

/// <summary>A parsed filter expression.</summary>
internal abstract record Filter
{
    public abstract bool Matches(in DatasetRow row, CompanyView view);

    /// <summary>Every literal it compares with, to tell whether it holds a date.</summary>
    public abstract IEnumerable<string?> Literals { get; }

    public abstract bool UsesTasks { get; }
}

internal sealed record Either(Filter Left, Filter Right) : Filter
{
    public override bool Matches(in DatasetRow row, CompanyView view) => Left.Matches(row, view) || Right.Matches(row, view);

    public override IEnumerable<string?> Literals => Left.Literals.Concat(Right.Literals);

    public override bool UsesTasks => Left.UsesTasks || Right.UsesTasks;
}

internal sealed record Both(Filter Left, Filter Right) : Filter
{
    public override bool Matches(in DatasetRow row, CompanyView view) => Left.Matches(row, view) && Right.Matches(row, view);

    public override IEnumerable<string?> Literals => Left.Literals.Concat(Right.Literals);

    public override bool UsesTasks => Left.UsesTasks || Right.UsesTasks;
}

internal sealed record OneOf(DatasetField Field, IReadOnlyList<string?> Values) : Filter
{
    public override bool Matches(in DatasetRow row, CompanyView view) => Values.Contains(FieldCatalog.Read(Field, row, view));

    public override IEnumerable<string?> Literals => Values;

    public override bool UsesTasks => Field.IsTaskField;
}

internal sealed record Comparison(DatasetField Field, ComparisonOperator Operator, string? Value) : Filter
{
    private readonly decimal? _number = Number(Value);

    public override IEnumerable<string?> Literals => [Value];

    public override bool UsesTasks => Field.IsTaskField;

    public override bool Matches(in DatasetRow row, CompanyView view)
    {
        var actual = FieldCatalog.Read(Field, row, view);
        if (actual is null || Value is null)
        {
            // As in OData: null equals null, differs from everything else and is in no order.
            return Operator switch
            {
                ComparisonOperator.Eq => actual is null && Value is null,
                ComparisonOperator.Ne => (actual is null) != (Value is null),
                ComparisonOperator.Lt or ComparisonOperator.Le or ComparisonOperator.Gt or ComparisonOperator.Ge => false,
            };
        }

        // Dates are yyyy-MM-dd, so their order as text is their order in time.
        var order = _number is { } right && Number(actual) is { } left
            ? left.CompareTo(right)
            : string.CompareOrdinal(actual, Value);
        return Operator switch
        {
            ComparisonOperator.Eq => order == 0,
            ComparisonOperator.Ne => order != 0,
            ComparisonOperator.Lt => order < 0,
            ComparisonOperator.Le => order <= 0,
            ComparisonOperator.Gt => order > 0,
            ComparisonOperator.Ge => order >= 0,
        };
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
}

internal enum ComparisonOperator { Eq, Ne, Lt, Le, Gt, Ge }
