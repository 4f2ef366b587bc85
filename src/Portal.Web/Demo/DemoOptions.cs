namespace Portal.Web.Demo;

/// <summary>Bound from <c>Demo</c>. The demo exists in Development only; elsewhere switching it on stops the start.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Simulated vendor, demo organizations and the clock panel.</summary>
    public bool Enabled { get; set; }

    /// <summary>Days of history made at the first start; 3 to 800. Thirteen months by default.</summary>
    public int HistoryDays { get; set; } = 395;

    /// <summary>Port of the simulated vendor on 127.0.0.1; 0 takes a free one.</summary>
    public int SimulatorPort { get; set; }
}
