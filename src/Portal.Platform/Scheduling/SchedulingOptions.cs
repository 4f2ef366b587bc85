namespace Portal.Platform.Scheduling;

/// <summary>Bound from <c>Scheduling</c>.</summary>
public sealed class SchedulingOptions
{
    public const string Section = "Scheduling";

    /// <summary>Off: nothing fires by itself. Rows still say what is due, and it can be done by hand.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Jobs at once in this process; 2 to 64.</summary>
    public int Threads { get; set; } = 4;
}
