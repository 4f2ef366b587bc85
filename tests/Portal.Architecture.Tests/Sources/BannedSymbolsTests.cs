using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

public sealed partial class BannedSymbolsTests
{
    private static readonly string[] Lines = Repository.Lines("BannedSymbols.txt");

    [Fact]
    public void List_NamesWhatWalksPastATenant()
    {
        string[] dangerous =
        [
            "IgnoreQueryFilters", "ExecuteUpdateAsync", "ExecuteDeleteAsync", "RelationalQueryableExtensions", "RelationalDatabaseFacadeExtensions",
            "AddDbContextPool", "DateTime.Now", "DateTimeOffset.UtcNow", "Guid.NewGuid", "HttpClient.#ctor",
        ];
        Rule.NobodyBreaks(dangerous.Where(d => !Lines.Any(l => l.Contains(d, StringComparison.Ordinal))));
    }

    /// <summary>A misspelt line bans nothing and says nothing.</summary>
    [Fact]
    public void List_EveryLine_NamesSomethingThatExists()
    {
        foreach (var name in new[] { "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational" })
        {
            Assembly.Load(name);
        }

        Rule.NobodyBreaks(Lines.Where(l => l.Length > 0 && !Exists(l)));
    }

    /// <summary>The analyzer is really there and really reads the list: a small project that breaks it does not compile.</summary>
    [Fact]
    public async Task Compiler_SomethingBanned_IsAnError()
    {
        var folder = Directory.CreateTempSubdirectory("portal-banned-").FullName;
        try
        {
            foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json" })
            {
                File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file));
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "Banned.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
            await File.WriteAllTextAsync(Path.Combine(folder, "Banned.cs"), "namespace Banned;\n\npublic static class Clock\n{\n    public static System.DateTime Now() => System.DateTime.Now;\n}\n");
            var (exit, output) = await BuildAsync(folder);
            Assert.NotEqual(0, exit);
            Assert.Contains("error RS0030", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Exemptions from the list are few, and each is written down here a second time.</summary>
    [Fact]
    public void List_IsSwitchedOff_OnlyWhereAReviewerAgreed()
    {
        var sections = Regex.Matches(Repository.Text(".editorconfig"), @"^\[(?<glob>[^\]]+)\]\n(?<body>(?:(?!^\[).*\n?)*)", RegexOptions.Multiline)
            .Where(m => m.Groups["body"].Value.Contains("RS0030.severity = none", StringComparison.Ordinal)).Select(m => m.Groups["glob"].Value);
        Assert.Equal(
            [
                "**/Migrations/**.cs", "src/Portal.Compliance/Data/Unfiltered/**.cs", "src/Portal.Compliance/Data/{DatabaseStart,Triggers/TriggerCheck,RowSecurity/RowSecurityCheck,Providers/SqlServer/LedgerCheck}.cs",
                "src/Portal.Platform/Ids.cs", "tests/**.cs",
            ],
            sections.Order(StringComparer.Ordinal));
        Rule.NobodyBreaks(Repository.Files("src", "*.cs").Where(f => !Repository.IsGenerated(f) && Repository.Text(f).Contains("RS0030", StringComparison.Ordinal)));
    }

    private static async Task<(int Exit, string Output)> BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", "build -v q --nologo -clp:NoSummary") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORTAL_ANALYZE"] = "1";
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return (build.ExitCode, output + await errors);
    }

    private static bool Exists(string line)
    {
        var id = line.Split(';')[0];
        var name = id[2..].Split('(')[0];
        if (id[0] == 'T')
        {
            return Find(name) is not null;
        }

        var dot = name.LastIndexOf('.');
        var member = Arity().Replace(name[(dot + 1)..], "").Replace('#', '.');
        return Find(name[..dot])?.GetMember(member, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance) is { Length: > 0 };
    }

    private static Type? Find(string name) => AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);

    [GeneratedRegex("``[0-9]+$")]
    private static partial Regex Arity();
}
