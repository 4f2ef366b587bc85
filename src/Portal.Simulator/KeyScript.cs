namespace Portal.Simulator;

/// <summary>What one API key may see and how the vendor treats it. The default is a well-behaved least-privilege key.</summary>
public sealed record KeyScript
{
    /// <summary>The only company it opens; null: every company.</summary>
    public string? Company { get; init; }

    /// <summary>Dataset and report fields that it may not see; they are dropped without a word.</summary>
    public IReadOnlySet<string> HiddenFields { get; init; } = new HashSet<string>();

    /// <summary>It also sees pay, SSN and personal fields.</summary>
    public bool SeesSensitiveFields { get; init; }

    /// <summary>Share of positions, in percent, that are out of its scope: silently absent everywhere.</summary>
    public int OutOfScopePercent { get; init; }

    /// <summary>meta/users shows the key's owner as disabled.</summary>
    public bool OwnerDisabled { get; init; }

    /// <summary>The key's user has no employee record: <c>employees/0</c> answers 404 "Employee not found", the rest works.</summary>
    public bool OwnerIsNoEmployee { get; init; }

    /// <summary>meta/users answers 403.</summary>
    public bool UsersForbidden { get; init; }

    /// <summary>The dataset endpoints answer as if there were no such dataset.</summary>
    public bool DatasetsMissing { get; init; }

    /// <summary>Only <c>employees/0</c> works; everything else answers 403.</summary>
    public bool DataForbidden { get; init; }

    public FilterSupport Filters { get; init; } = FilterSupport.Full;

    /// <summary><c>links.next</c> names another host.</summary>
    public bool NextLinkElsewhere { get; init; }

    public PageBoundary Boundary { get; init; } = PageBoundary.Still;

    /// <summary>Overrides the company's setting.</summary>
    public TaskData? Tasks { get; init; }

    /// <summary>Overrides the company's setting.</summary>
    public TrainingData? Trainings { get; init; }

    public FaultScript? Fault { get; init; }
}

/// <summary>What the dataset endpoint makes of a filter expression.</summary>
public enum FilterSupport
{
    Full,
    /// <summary>400 for a filter that holds a date.</summary>
    NoDates,
    /// <summary>422 for every filter.</summary>
    None,
}

/// <summary>Whether the list moves while it is being paged through. It moves once, between the first page and the next.</summary>
public enum PageBoundary
{
    Still,
    /// <summary>Somebody appears at the front: the next page repeats a person.</summary>
    Grows,
    /// <summary>The first person disappears: the next page skips a person.</summary>
    Shrinks,
}
