namespace Portal.Connectors.Sdk;

/// <summary>
/// Everything a person or the portal needs to know about a connector before it runs. The catalogue, the connect wizard, the
/// connector's README table and the contract tests all read this one record, so they cannot drift apart.
/// </summary>
public sealed record ConnectorManifest
{
    /// <summary>Stable lower-case id, e.g. <c>bamboohr</c>. Part of URLs, evidence kinds and configuration keys.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Semantic version of the connector's code; written into the provenance of every observation.</summary>
    public required string Version { get; init; }

    public required ConnectorCategory Category { get; init; }

    public required AuthenticationKind Authentication { get; init; }

    /// <summary>What the connector is for, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>How often it syncs when all is well.</summary>
    public required TimeSpan Cadence { get; init; }

    /// <summary>How late a sync may be before its evidence counts as due soon.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Age of the newest accepted observation beyond which its evidence is stale.</summary>
    public required TimeSpan StaleAfter { get; init; }

    /// <summary>Wizard steps in order; every field names the step it belongs to.</summary>
    public required IReadOnlyList<ConnectStep> Steps { get; init; }

    public required IReadOnlyList<ManifestField> Fields { get; init; }

    /// <summary>Numbered instructions for the person at the vendor.</summary>
    public required IReadOnlyList<string> HowToConnect { get; init; }

    /// <summary>The least privilege that suffices: what to tick at the vendor, one line each.</summary>
    public required IReadOnlyList<string> LeastPrivilege { get; init; }

    /// <summary>The day these instructions were last compared with what the vendor publishes about its screens.</summary>
    public required DateOnly InstructionsCheckedOn { get; init; }

    public required IReadOnlyList<EvidenceKindManifest> EvidenceKinds { get; init; }

    public required IReadOnlyList<ManifestRead> Reads { get; init; }

    /// <summary>What is never asked for, in the vendor's words.</summary>
    public required IReadOnlyList<string> NeverReads { get; init; }

    /// <summary>Host patterns it may talk to, e.g. <c>{subdomain}.bamboohr.com</c>. Everything else is refused.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }
}

public enum ConnectorCategory { HumanResources, Identity, Cloud, SourceControl, Ticketing }

public enum AuthenticationKind { ApiKey, OAuth2, ServiceAccount }

/// <summary>One step of the connect wizard.</summary>
/// <param name="Key">Stable key that fields refer to.</param>
/// <param name="Title">Short heading, e.g. "Key".</param>
/// <param name="Instructions">At most three lines, shown above the fields.</param>
public sealed record ConnectStep(string Key, string Title, IReadOnlyList<string> Instructions);

/// <summary>One input of the connect wizard or of the connection's settings.</summary>
public sealed record ManifestField
{
    public required string Key { get; init; }
    public required string Label { get; init; }
    public required string Help { get; init; }
    /// <summary>Key of the wizard step that asks for it; null when it is only offered in the connection's settings.</summary>
    public string? Step { get; init; }
    /// <summary>The credential: masked, never echoed, never kept in settings. A manifest has exactly one.</summary>
    public bool Secret { get; init; }
    public bool Required { get; init; } = true;
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }
    public string? Placeholder { get; init; }
    /// <summary>A regular expression that a typical value matches. A hint only; it never blocks.</summary>
    public string? HintPattern { get; init; }
    public FieldFormat Format { get; init; } = FieldFormat.Text;
}

public enum FieldFormat { Text, TimeZone, TextList, Number, Percent }

/// <summary>One typed kind of evidence a connector produces.</summary>
public sealed record EvidenceKindManifest
{
    /// <summary>e.g. <c>bamboohr.terminations</c>; begins with the connector's id.</summary>
    public required string Kind { get; init; }
    public required int SchemaVersion { get; init; }
    public required string Title { get; init; }
    /// <summary>What evidence of this kind is called when it was derived on a rung of the ladder: a weaker way must not bear the name of a stronger one.</summary>
    public IReadOnlyDictionary<string, string> RungTitles { get; init; } = new Dictionary<string, string>();
    public required string Summary { get; init; }
    /// <summary>
    /// One line that says what a payload found, with payload members in braces: <c>{activeEmployees} active people</c>. A member that is
    /// null makes the whole line "not available".
    /// </summary>
    public required string Headline { get; init; }
    /// <summary>What a fresh, satisfied piece of this evidence shows: a complete population, or that a control operated.</summary>
    public required EvidenceAspect Aspect { get; init; }
    public required IReadOnlyList<ControlLink> Controls { get; init; }
    /// <summary>A synthetic payload, valid for the schema, shown in the catalogue.</summary>
    public required string SampleJson { get; init; }
    /// <summary>JSON Schema (2020-12) of the payload. Every connector that ships has one; only test doubles may leave it empty.</summary>
    public string SchemaJson { get; init; } = "";

    /// <param name="rung">The rung one piece of evidence was derived on; null where the kind has none.</param>
    public string TitleOn(string? rung) => rung is null ? Title : RungTitles.GetValueOrDefault(rung, Title);
}

public enum EvidenceAspect { Population, Operation }

/// <summary>A control that a kind of evidence speaks to.</summary>
/// <param name="Framework">Framework id, e.g. <c>soc2</c>, <c>iso27001</c>, <c>nist80053</c>, <c>csf2</c>, <c>hipaa</c>.</param>
/// <param name="Control">Control id in that framework, e.g. <c>CC6.2</c>.</param>
/// <param name="Relation">Primary kinds become required by the control; supporting ones are shown beside it.</param>
/// <param name="OnlyForRung">When set, the link holds only while the evidence was derived on this rung of the ladder.</param>
public sealed record ControlLink(string Framework, string Control, LinkRelation Relation, string? OnlyForRung = null);

public enum LinkRelation { Primary, Supporting }

/// <summary>One thing the connector reads at the vendor.</summary>
/// <param name="Endpoint">Method and path, e.g. <c>POST /api/v2/datasets/employee/data</c>.</param>
/// <param name="Fields">Field names it asks for there.</param>
/// <param name="Why">What it is needed for, in one clause.</param>
public sealed record ManifestRead(string Endpoint, IReadOnlyList<string> Fields, string Why);
