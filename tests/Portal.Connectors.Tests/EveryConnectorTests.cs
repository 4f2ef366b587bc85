using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.Tests;

/// <summary>What every connector in the catalogue promises. A new connector is held to this by its line in the catalogue alone.</summary>
public sealed class EveryConnectorTests
{
    private static readonly Catalog Catalog = new ServiceCollection()
        .AddConnectors(new ConfigurationBuilder().Build(), isDevelopment: false).BuildServiceProvider().GetRequiredService<Catalog>();

    public static TheoryData<string> Ids => [.. Catalog.Connectors.Select(c => c.Manifest.Id)];

    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var manifest in Catalog.Connectors.Select(c => c.Manifest))
            {
                foreach (var kind in manifest.EvidenceKinds)
                {
                    kinds.Add(manifest.Id, kind.Kind);
                }
            }
            return kinds;
        }
    }

    internal static ConnectorManifest ManifestOf(string id) => Catalog.Require(id).Manifest;

    private static EvidenceKindManifest KindOf(string id, string kind) => ManifestOf(id).EvidenceKinds.Single(k => k.Kind == kind);

    [Fact]
    public void Catalog_HoldsBambooHr_AndRefusesWhatItDoesNotShip()
    {
        Assert.Equal("BambooHR", Catalog.Require("bamboohr").Manifest.Name);
        Assert.Null(Catalog.Find("workday"));
        Assert.Contains("'workday'", Assert.Throws<InvalidOperationException>(() => Catalog.Require("workday")).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_HasAStableId_AndASemanticVersion(string id)
    {
        Assert.Matches("^[a-z][a-z0-9]*$", id);
        Assert.Matches(@"^\d+\.\d+\.\d+$", ManifestOf(id).Version);
        Assert.Equal(ManifestOf(id), Catalog.Require(id).Manifest);
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_AsksForExactlyOneSecret_InItsWizard(string id)
    {
        var secret = Assert.Single(ManifestOf(id).Fields, f => f.Secret);
        Assert.True(secret.Required);
        Assert.NotNull(secret.Step);
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_WizardStepsAndFields_FitTogether(string id)
    {
        var manifest = ManifestOf(id);
        var steps = manifest.Steps.Select(s => s.Key).ToArray();
        Assert.Equal(steps.Distinct(), steps);
        Assert.Equal(manifest.Fields.Select(f => f.Key).Distinct(), manifest.Fields.Select(f => f.Key));
        Assert.All(manifest.Steps, step =>
        {
            Assert.InRange(step.Instructions.Count, 1, 3);
            Assert.Contains(manifest.Fields, f => f.Step == step.Key);
        });
        Assert.All(manifest.Fields, field =>
        {
            Assert.True(field.Step is null || steps.Contains(field.Step), field.Key);
            Assert.True(field.Step is not null || !field.Required, $"{field.Key} is required and no step asks for it");
            Assert.NotEmpty(field.Label);
            Assert.NotEmpty(field.Help);
            if (field.HintPattern is { } pattern)
            {
                _ = new Regex(pattern);
            }
        });
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_Durations_AreSensible(string id)
    {
        var manifest = ManifestOf(id);
        Assert.InRange(manifest.Cadence, TimeSpan.FromMinutes(15), TimeSpan.FromDays(7));
        Assert.InRange(manifest.Grace, TimeSpan.FromMinutes(1), manifest.Cadence);
        Assert.True(manifest.StaleAfter > manifest.Cadence + manifest.Grace, "evidence would be stale before it is due soon");
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_Hosts_AreNamed_AndNoSettingCanChangeTheDomain(string id)
    {
        var manifest = ManifestOf(id);
        Assert.NotEmpty(manifest.Hosts);
        Assert.All(manifest.Hosts, host =>
        {
            Assert.Matches(@"^(\{[A-Za-z]+\}\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$", host);
            Assert.All(Regex.Matches(host, @"\{([A-Za-z]+)\}").Select(m => m.Groups[1].Value),
                key => Assert.Contains(manifest.Fields, f => f.Key == key && f is { Required: true, Secret: false }));
        });
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_ListsItsReads_AndNoneOfThemWrites(string id)
    {
        var manifest = ManifestOf(id);
        Assert.NotEmpty(manifest.Reads);
        Assert.NotEmpty(manifest.NeverReads);
        Assert.Equal(manifest.Reads.Select(r => r.Endpoint).Distinct(), manifest.Reads.Select(r => r.Endpoint));
        Assert.All(manifest.Reads, read =>
        {
            Assert.Matches(@"^(GET|POST) /[A-Za-z0-9_/{}]+$", read.Endpoint);
            Assert.NotEmpty(read.Fields);
            Assert.NotEmpty(read.Why);
            // A POST may only be a query in a body. Each is named here, after somebody read its documentation.
            if (read.Endpoint.StartsWith("POST", StringComparison.Ordinal))
            {
                Assert.Contains(read.Endpoint, new[] { "POST /api/v2/datasets/employee/data", "POST /api/v1/reports/custom" });
            }
        });
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_TellsPeopleHowToConnectWithLeastPrivilege(string id)
    {
        var manifest = ManifestOf(id);
        Assert.NotEmpty(manifest.Summary);
        Assert.InRange(manifest.HowToConnect.Count, 2, 8);
        Assert.NotEmpty(manifest.LeastPrivilege);
        Assert.True(manifest.InstructionsCheckedOn > new DateOnly(2026, 1, 1));
    }

    [Theory, MemberData(nameof(Ids))]
    public void EveryConnector_EmptySettings_AreRefusedPerField_WithoutAnAccount(string id)
    {
        var reading = Catalog.Require(id).ReadSettings(new Dictionary<string, string>());
        Assert.False(reading.IsValid);
        Assert.Empty(reading.Settings);
        Assert.All(reading.Errors.Keys, key => Assert.Contains(ManifestOf(id).Fields, f => f.Key == key));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void EveryKind_BelongsToItsConnector_AndServesAControl(string id, string kind)
    {
        var manifest = KindOf(id, kind);
        Assert.Matches($"^{id}\\.[a-z_]+$", kind);
        Assert.True(manifest.SchemaVersion >= 1);
        Assert.Contains(manifest.Controls, c => c.Relation is LinkRelation.Primary && c.OnlyForRung is null);
        Assert.Equal(manifest.Controls.Distinct(), manifest.Controls);
        Assert.All(manifest.Controls, c => Assert.Contains(c.Framework, new[] { "soc2", "iso27001", "nist80053", "csf2", "hipaa" }));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void EveryKind_SampleIsOfItsSchema_AndTheSchemaRefusesStrangers(string id, string kind)
    {
        var manifest = KindOf(id, kind);
        var schema = JsonNode.Parse(manifest.SchemaJson)!;
        var sample = JsonNode.Parse(manifest.SampleJson)!.AsObject();

        Assert.Empty(OpenApi.JsonSchemaCheck.Faults(schema, sample));

        var stranger = sample.DeepClone().AsObject();
        stranger["collectedAt"] = "2026-01-01T00:00:00Z";
        Assert.NotEmpty(OpenApi.JsonSchemaCheck.Faults(schema, stranger));
        var hollow = sample.DeepClone().AsObject();
        hollow.Remove("result");
        Assert.NotEmpty(OpenApi.JsonSchemaCheck.Faults(schema, hollow));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void EveryKind_PayloadHoldsNoInstant_SoThatNothingNewGivesTheSameFingerprint(string id, string kind)
    {
        using var schema = JsonDocument.Parse(KindOf(id, kind).SchemaJson);
        Assert.DoesNotContain(
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name),
            name => Regex.IsMatch(name, "(At|asOf|On|Date|Time|run|pages)$"));
    }
}
