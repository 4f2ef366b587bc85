namespace Portal.Architecture.Tests;

internal static class Rule
{
    /// <summary>Like Assert.Empty, but names every offender.</summary>
    public static void NobodyBreaks(IEnumerable<string?> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
