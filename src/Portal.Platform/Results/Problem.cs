namespace Portal.Platform.Results;

/// <summary>An expected refusal, in words for people.</summary>
/// <param name="Code">Stable, lower_snake_case; what code and tests look at.</param>
/// <param name="What">What happened.</param>
/// <param name="Why">Why, if known.</param>
/// <param name="Next">What to do next.</param>
/// <param name="Field">The input it is about, when it is about one.</param>
public sealed record Problem(string Code, string What, string Why, string Next, string? Field = null);

/// <summary>Either a value or a <see cref="Problem"/>.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    public bool IsOk => Problem is null;

    /// <exception cref="InvalidOperationException">There is a problem instead.</exception>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException(Problem.What);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}

/// <summary>Nothing to return but success.</summary>
public readonly record struct Done;
