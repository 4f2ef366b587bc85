namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>A question about people, in the employee dataset's terms.</summary>
/// <param name="Fields">Fields wanted; <c>eeid</c> first, because the reading is ordered and checked by it.</param>
/// <param name="Filter">Narrows what is sent over the wire. Only a saving: whoever reads the rows applies the rule again.</param>
/// <param name="RowsPerPerson">Whether one person may have several rows (tasks do that).</param>
internal sealed record PeopleQuery(IReadOnlyList<string> Fields, string? Filter = null, bool RowsPerPerson = false);

/// <summary>One row, reused for the next: whoever wants to keep a value copies it.</summary>
internal sealed class PeopleRow(IReadOnlyList<string> fields)
{
    private readonly string?[] _values = new string?[fields.Count];
    private readonly bool[] _everSent = new bool[fields.Count];

    public string Id => _values[0] ?? "";

    public string? this[string field]
    {
        get
        {
            for (var i = 0; i < fields.Count; i++)
            {
                if (string.Equals(fields[i], field, StringComparison.Ordinal))
                {
                    return _values[i];
                }
            }
            return null;
        }
    }

    /// <summary>Fields that were asked for and came in no row at all: dropped without a word, as BambooHR does for lack of permission.</summary>
    public IEnumerable<string> NeverSent => fields.Where((_, i) => !_everSent[i]);

    public void Clear() => Array.Clear(_values);

    public void Set(int field, string? value)
    {
        _values[field] = value;
        _everSent[field] = true;
    }
}

/// <summary>Takes rows one by one. A reading that has to start over is given a new one.</summary>
internal interface IPeopleSink
{
    void Take(PeopleRow row);
}

/// <summary>How a reading went; becomes provenance.</summary>
/// <param name="ProviderTotal">Rows BambooHR said there are; null where it does not say.</param>
/// <param name="IsWhole">Whether rows read and that total agree, and no page boundary moved meanwhile.</param>
/// <param name="IsOrdered">Whether ids came in ascending order throughout, so that none can have come twice.</param>
/// <param name="Filter">The filter BambooHR accepted; null when it had to be asked without.</param>
/// <param name="NeverSent">Fields asked for that came in no row.</param>
/// <param name="Passes">How often it was read from the start because the list moved.</param>
internal sealed record PeopleReading<TSink>(
    TSink Rows, string Endpoint, int Pages, long RowsRead, long? ProviderTotal, bool IsWhole, bool IsOrdered, string? Filter,
    IReadOnlyList<string> NeverSent, int Passes) where TSink : IPeopleSink;

/// <summary>Where people are read from: the employee dataset, or a custom report where there is no dataset.</summary>
internal interface IPeopleSource
{
    /// <summary>Which of the fields we need, and of those we do not, the key can see.</summary>
    VisibleFields Visible { get; }

    /// <summary>Whether filters narrow what BambooHR sends, so that an empty answer needs a second proof.</summary>
    bool CanFilter { get; }

    /// <exception cref="Sdk.ConnectorException">BambooHR refused, failed or cannot be believed.</exception>
    Task<PeopleReading<TSink>> ReadAsync<TSink>(PeopleQuery query, Func<TSink> start, IProgress<RowsRead>? progress, CancellationToken cancellationToken)
        where TSink : IPeopleSink;
}

internal readonly record struct RowsRead(long Done, long? Total);

/// <summary>Names only, never values.</summary>
internal sealed record VisibleFields(IReadOnlySet<string> Names)
{
    public bool Has(IEnumerable<string> fields) => fields.All(Names.Contains);

    public IReadOnlyList<string> Without(IEnumerable<string> fields) => [.. fields.Where(f => !Names.Contains(f))];
}
