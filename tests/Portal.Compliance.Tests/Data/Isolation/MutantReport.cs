namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>What became of each mutant, for docs/reports: written to the file that PORTAL_TEST_MUTANT_REPORT names.</summary>
internal static class MutantReport
{
    private static readonly List<string> Lines = [];

    public static void Add(Act act, string table, Layer held)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_TEST_MUTANT_REPORT") is { Length: > 0 } file)
        {
            lock (Lines)
            {
                Lines.Add($"{TestContext.Current.Test?.TestDisplayName.Split('.')[^1]};{act};{table};{held}");
                File.WriteAllLines(file, Lines.Order(StringComparer.Ordinal));
            }
        }
    }
}
