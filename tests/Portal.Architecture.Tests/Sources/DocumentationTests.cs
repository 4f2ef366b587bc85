using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

public sealed partial class DocumentationTests
{
    /// <summary>
    /// What crosses a project says what it means. Enums, exceptions and records of one line may speak by their names, DI doors by convention.
    /// </summary>
    [Theory]
    [InlineData("Portal.Platform")]
    [InlineData("Portal.Compliance")]
    [InlineData("Portal.Connectors")]
    public void PublicTypes_OfALibrary_SayWhatTheyMean(string library)
    {
        var silent = new List<string>();
        foreach (var file in Repository.Files($"src/{library}", "*.cs").Where(f => !Repository.IsGenerated(f)))
        {
            var lines = Repository.Lines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                if (PublicType().Match(lines[i]) is { Success: true } type && !SpeaksByItsName(type.Groups["name"].Value, lines[i]) && !IsDocumented(lines, i))
                {
                    silent.Add($"{file}:{i + 1}: {type.Groups["name"].Value}");
                }
            }
        }

        Rule.NobodyBreaks(silent);
    }

    private static bool SpeaksByItsName(string name, string line) => (line.Contains("record ", StringComparison.Ordinal) && line.EndsWith(';')) ||
        name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Registration", StringComparison.Ordinal);

    private static bool IsDocumented(string[] lines, int declaration)
    {
        var above = declaration - 1;
        while (above >= 0 && lines[above].StartsWith('['))
        {
            above--;
        }

        return above >= 0 && lines[above].StartsWith("///", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|partial|readonly|ref) )*(?:record struct|record class|record|class|interface|struct) (?<name>\w+)")]
    private static partial Regex PublicType();
}
