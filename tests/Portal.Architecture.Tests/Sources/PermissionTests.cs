using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

public sealed partial class PermissionTests
{
    /// <summary>Asked before there is an organization, and so before there is a role; who may is the host's decision (rule 24). Public keys are for everybody.</summary>
    private static readonly HashSet<string> BeforeATenant = new(StringComparer.Ordinal)
    {
        "AcceptInvitation", "CheckSession", "CreateOrganization", "EndEverySession", "EndSession", "KnowMemberships", "KnowPerson", "ListOrganizations",
        "ListSigningKeys", "OpenOrganization", "ProbeDirectory", "RefuseSignIn", "RestrictMemberships", "SeedMembership", "SignInPerson", "ViewInvitation",
    };

    [Fact]
    public void UseCases_AskForAPermission_BeforeAnythingElse()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var careless = new List<string>();
        foreach (var file in Repository.Files("src/Portal.Compliance", "*.cs"))
        {
            var text = Repository.Text(file);
            foreach (Match type in PublicClass().Matches(text))
            {
                var name = type.Groups["name"].Value;
                var first = FirstStatement().Match(text, type.Index);
                if (!first.Success || PublicClass().Match(text, type.Index + 1) is { Success: true } next && next.Index < first.Index)
                {
                    continue;
                }

                seen.Add(name);
                if (!BeforeATenant.Contains(name) && !first.Groups["statement"].Value.Contains("cope.Require(Permission.", StringComparison.Ordinal))
                {
                    careless.Add($"{file}: {name} begins with {first.Groups["statement"].Value.Trim()}");
                }
            }
        }

        Rule.NobodyBreaks(careless);
        Rule.NobodyBreaks(BeforeATenant.Except(seen));
        Assert.True(seen.Count > 40, $"Only {seen.Count} use cases were found.");
    }

    [GeneratedRegex(@"^public (?:sealed |static |abstract |partial )*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicClass();

    /// <summary>The signature may run over several lines; the body is a block or an expression.</summary>
    [GeneratedRegex(@"^    public (?:async )?[\w<>?,\[\] ]+ ExecuteAsync\([^{;]*?\)\s*(?:\{\s*|=>\s*)(?<statement>[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex FirstStatement();
}
