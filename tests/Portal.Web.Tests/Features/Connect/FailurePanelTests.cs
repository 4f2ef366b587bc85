using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Portal.Compliance.Connections;
using Portal.Connectors.Sdk;
using Portal.Platform.Results;
using Portal.Tests.Shared.Sync;
using Portal.Web.Features.Connect;
using Portal.Web.Features.Connections;
using Portal.Web.Tests.Features.Connections;

namespace Portal.Web.Tests.Features.Connect;

public sealed class FailurePanelTests : BunitContext
{
    private static readonly Guid Existing = new("0195a000-0000-7000-8000-00000000c0de");

    private static readonly ManifestField Subdomain = new()
    {
        Key = "subdomain",
        Label = "Subdomain",
        Help = "",
        Prefix = "https://",
        Suffix = ".scripted.test",
        HintPattern = "^[a-z0-9-]+$",
    };

    public FailurePanelTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddSingleton(TimeProvider.System);
    }

    public static TheoryData<FailureRow> Rows => [.. Enum.GetValues<FailureRow>()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Render_EveryRow_HasItsOwnWordsWithoutGaps(FailureRow row)
    {
        var panel = Render(row);

        var text = panel.Find("section").TextContent;
        Assert.NotEqual("", panel.Find("h2").TextContent.Trim());
        Assert.DoesNotMatch(@"Failure_|\{\d\}", text);
        Assert.Matches("[Nn]othing was|What you entered stays here|Nothing was stored", text);
    }

    [Fact]
    public void Render_AllRows_SayWhatTheTableSays()
    {
        var all = new StringBuilder();
        foreach (var row in Enum.GetValues<FailureRow>())
        {
            all.Append("<!-- ").Append(row).Append(" -->\n").Append(Render(row).Markup).Append('\n');
        }

        Snapshot.Matches(all.ToString());
    }

    private IRenderedComponent<FailurePanel> Render(FailureRow row) => Render<FailurePanel>(p => p
        .Add(c => c.Failure, ConnectFailure.From(Outcome(row))!)
        .Add(c => c.Manifest, new ScriptedConnector().Manifest)
        .Add(c => c.AccountField, Subdomain)
        .Add(c => c.Account, "acme")
        .Add(c => c.MayRetryByItself, true)
        .Add(c => c.Links, new ConnectionLinks("acme")));

    private static ConnectOutcome Outcome(FailureRow row) => row switch
    {
        FailureRow.InvalidInput => new ConnectOutcome.InvalidInput(new Dictionary<string, string> { ["subdomain"] = "Give the subdomain." }),
        FailureRow.KeyRejected => Refused(ConnectorErrorCode.KeyRejected, 401),
        FailureRow.LockedOut => Refused(ConnectorErrorCode.LockedOut, 403),
        FailureRow.UnknownAccount => Refused(ConnectorErrorCode.UnknownAccount, 404),
        FailureRow.KeyOrAccount => Refused(ConnectorErrorCode.KeyOrAccount, 401),
        FailureRow.TooLittle => new ConnectOutcome.Refused(
            new ConnectionTestReport(
                TestVerdict.Refused, [new("people", "Count people", StepState.Failed, null, "Refused.", "Allow people.")], [], new ConnectorError(ConnectorErrorCode.PermissionDenied, "x", 403)),
            "trace-1"),
        FailureRow.NeedsConsent => new ConnectOutcome.NeedsConsent(new ConnectionTestReport(
            TestVerdict.Limited, [new("terminations", "Find terminations", StepState.Warned, null, "Cannot be collected.", "Allow the date.")], [])),
        FailureRow.RateLimited => Refused(ConnectorErrorCode.RateLimited, 429, TimeSpan.FromSeconds(20)),
        FailureRow.ProviderDown => Refused(ConnectorErrorCode.ProviderDown, 503),
        FailureRow.AddressRefused => Refused(ConnectorErrorCode.AddressRefused, null),
        FailureRow.AnswerLeadsElsewhere => Refused(ConnectorErrorCode.AnswerLeadsElsewhere, null),
        FailureRow.Unexpected => Refused(ConnectorErrorCode.UnexpectedAnswer, 418),
        FailureRow.KeyStoreDown => new ConnectOutcome.KeyStoreDown(
            new Problem("key_store_down", "Nothing was saved.", "The key store did not answer.", "Try again in a minute."), "trace-1"),
        FailureRow.NotPossible => new ConnectOutcome.NotPossible(new Problem("connection_revoked", "This connection was revoked.", "Its key is destroyed.", "Connect again.")),
        FailureRow.TooManyTests => new ConnectOutcome.TooManyTests(new Problem(
            "too_many_tests", "Too many keys were tested in a short time.", "The vendor may lock the account.", "Nothing was sent. Try again at 21 Nov 2026, 14:05:00 UTC, in 6 min.")),
        FailureRow.Duplicate => new ConnectOutcome.Duplicate(Existing, "Scripted"),
    };

    private static ConnectOutcome.Refused Refused(ConnectorErrorCode code, int? status, TimeSpan? retryAfter = null) => new(
        new ConnectionTestReport(TestVerdict.Refused, [], [], new ConnectorError(code, "What happened.", status, "API key not provided or invalid", "req-1", retryAfter, "GET /people")),
        "trace-1");
}
