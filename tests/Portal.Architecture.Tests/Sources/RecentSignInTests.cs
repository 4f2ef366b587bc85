using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Sources;

/// <summary>
/// Everything that changes something has an answer here: whether it can be undone. What cannot asks for a recent sign-in; a new use case
/// fails until somebody has decided about it.
/// </summary>
public sealed partial class RecentSignInTests
{
    private static readonly Dictionary<string, string> Asks = new(StringComparer.Ordinal)
    {
        ["AddMember"] = "for an admin: who may do all of this",
        ["ChangeMemberRole"] = "when the admin role is given or taken",
        ["ChangeRetention"] = "when something is kept shorter: a job purges by it",
        ["InvitePerson"] = "for an admin",
        ["OffBoardOrganization"] = "destroys the keys",
        ["PurgeExpired"] = "destroys payloads and details",
        ["RemoveMember"] = "locks somebody out within a minute",
        ["RevokeConnection"] = "destroys the credential",
        ["RotateDataKey"] = "destroys the old data key",
        ["RotateKeyEncryptionKey"] = "adds a version that backups then need",
    };

    private static readonly Dictionary<string, string> DoesNotAsk = new(StringComparer.Ordinal)
    {
        ["AcceptNewBaseline"] = "what was set aside stays readable; the next sync goes by the new numbers",
        ["AcknowledgeAlert"] = "resolves nothing",
        ["AdoptFramework"] = "can be dropped",
        ["AssignAlert"] = "can be given to somebody else",
        ["CancelRun"] = "can be started again",
        ["ChangeDemoVendor"] = "demo only",
        ["ChangeRequirement"] = "can be changed back; the log has both",
        ["ConfigureConnection"] = "can be changed back",
        ["ConfirmRung"] = "can be confirmed anew; versions stay",
        ["ConfirmVendorKeyDeleted"] = "a statement about the vendor",
        ["ConnectConnector"] = "can be revoked",
        ["DropFramework"] = "can be adopted again",
        ["ListInvitations"] = "reads",
        ["MoveDemoClock"] = "demo only",
        ["PauseConnection"] = "can be resumed",
        ["PreviewOffBoarding"] = "reads",
        ["PreviewRevocation"] = "reads",
        ["ReplaceCredential"] = "only by a key that the same account accepts; nothing collected is lost",
        ["RequestSync"] = "collects once more",
        ["ResumeConnection"] = "can be paused",
        ["RevokeInvitation"] = "can be made anew",
        ["ScopeControl"] = "can be scoped back",
        ["SignCheckpoint"] = "adds a signature that was due tonight",
        ["SnoozeAlert"] = "ends by itself",
        ["UpdateOrganization"] = "can be renamed back",
    };

    [Fact]
    public void UseCase_ThatChangesSomething_HasAnAnswerAndKeepsToIt()
    {
        var (seen, wrong) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var (name, text) in Repository.Files("src/Portal.Compliance", "*.cs").SelectMany(UseCases))
        {
            if (!Permits(text).Except(["Read", "ReadAuditLog"], StringComparer.Ordinal).Any())
            {
                continue;
            }

            seen.Add(name);
            var asks = text.Contains("RequireRecentSignIn()", StringComparison.Ordinal);
            if (Asks.ContainsKey(name) == DoesNotAsk.ContainsKey(name))
            {
                wrong.Add($"{name}: say here, once, whether it asks for a recent sign-in, and why");
            }
            else if (asks != Asks.ContainsKey(name))
            {
                wrong.Add($"{name} {(asks ? "asks for a recent sign-in, and the list says that it does not" : "does not ask for a recent sign-in")}");
            }
        }

        Rule.NobodyBreaks(wrong);
        Rule.NobodyBreaks(Asks.Keys.Concat(DoesNotAsk.Keys).Except(seen, StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, string Text)> UseCases(string file)
    {
        var text = Repository.Text(file);
        var classes = PublicClass().Matches(text);
        for (var i = 0; i < classes.Count; i++)
        {
            var own = text[classes[i].Index..(i + 1 < classes.Count ? classes[i + 1].Index : text.Length)];
            if (own.Contains("ExecuteAsync(", StringComparison.Ordinal))
            {
                yield return (classes[i].Groups["name"].Value, own);
            }
        }
    }

    private static IEnumerable<string> Permits(string text) => Required().Matches(text).Select(m => m.Groups["permission"].Value);

    [GeneratedRegex(@"^public (?:sealed |static |abstract |partial )*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicClass();

    [GeneratedRegex(@"cope\.Require\(Permission\.(?<permission>\w+)\)")]
    private static partial Regex Required();
}
