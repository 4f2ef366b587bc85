using Microsoft.Extensions.Options;
using Portal.Compliance.Data;
using Portal.Compliance.Evidence.Ingest;
using Portal.Connectors;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Http;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;
using Portal.Platform.Time;

namespace Portal.Compliance.Connections.Sync;

/// <summary>The part of a sync that talks to the vendor: no transaction is open while it does. What it streams goes to staging.</summary>
internal sealed class CollectRun(
    TenantDatabase database, TenantScope scope, Catalog catalog, ConnectorHttpFactory http, OrganizationKeys keys, SecretSealer sealer,
    ProductClock clock, TimeProvider system, IOptions<SyncOptions> options, FaultInjection faults)
{
    /// <exception cref="ConnectorException">The vendor refused, failed, or answered with something that cannot be believed.</exception>
    /// <exception cref="LeaseLostException">Somebody else took the run over.</exception>
    public async Task<CollectedRun> ExecuteAsync(
        RunClaim claim, ReadOnlyMemory<byte> credential, IProgress<CollectionStep> progress, CancellationToken cancellationToken)
    {
        var connector = catalog.Require(claim.Connector);
        var session = new ConnectorSession
        {
            Settings = claim.Settings,
            Credential = credential,
            Http = http.Create(connector.Manifest, claim.Settings),
            Clock = clock,
            PreviousFacts = claim.PreviousFacts,
        };
        var findings = new Findings(connector.Manifest);
        await using var staging = new StagingWriter(
            database, scope, keys, sealer, system, options.Value, claim, () => faults.Reach(SyncFaultPoints.AfterFirstChunk));
        await foreach (var item in connector.CollectAsync(session, progress, cancellationToken).WithCancellation(cancellationToken))
        {
            switch (item)
            {
                case PopulationMember member:
                    findings.Check(member.Kind);
                    await staging.AddAsync(member, cancellationToken);
                    break;
                case EvidenceDraft draft:
                    findings.Note(draft);
                    await staging.AddAsync(draft, clock.GetUtcNow(), cancellationToken);
                    break;
                default:
                    findings.Note(item);
                    break;
            }
        }

        var unstaged = await staging.CloseAsync(cancellationToken);
        return findings.Close(clock.GetUtcNow(), unstaged, staging.Drafts, staging.Members);
    }

    /// <summary>What is not staged, and the checks that hold for every connector.</summary>
    private sealed class Findings(ConnectorManifest manifest)
    {
        private readonly HashSet<string> _missing = [.. manifest.EvidenceKinds.Select(k => k.Kind)];
        private readonly HashSet<string> _known = [.. manifest.EvidenceKinds.Select(k => k.Kind)];
        private readonly List<SuspicionRaised> _suspicions = [];
        private readonly List<CollectionWarning> _warnings = [];
        private IReadOnlyList<Capability>? _capabilities;
        private string? _facts;
        private bool _inconclusive;

        /// <exception cref="InvalidOperationException">The connector streams a kind that its manifest does not declare: a defect.</exception>
        public void Check(string kind)
        {
            if (!_known.Contains(kind))
            {
                throw new InvalidOperationException($"Connector {manifest.Id} produced '{kind}', which its manifest does not declare.");
            }
        }

        public void Note(EvidenceDraft draft)
        {
            Check(draft.Kind);
            if (draft.Result != EvidenceResult.Satisfied && draft.ReasonCode is null)
            {
                throw new InvalidOperationException($"Connector {manifest.Id} gave {draft.Kind} the result {draft.Result} without a reason.");
            }

            _missing.Remove(draft.Kind);
            _inconclusive |= draft.Result == EvidenceResult.Inconclusive;
        }

        public void Note(CollectedItem item)
        {
            switch (item)
            {
                case CapabilityReport report:
                    _capabilities = report.Capabilities;
                    break;
                case SuspicionRaised suspicion:
                    _suspicions.Add(suspicion);
                    break;
                case CollectionWarning warning:
                    _warnings.Add(warning);
                    break;
                case RunFacts facts:
                    _facts = facts.Json;
                    break;
                default:
                    throw new InvalidOperationException($"Connector {manifest.Id} produced a {item.GetType().Name}, which the sync does not know.");
            }
        }

        public CollectedRun Close(DateTimeOffset asOf, UnstagedRows? unstaged, int drafts, int members)
        {
            if (_missing.Count > 0)
            {
                _suspicions.Add(new SuspicionRaised("missing_evidence",
                    $"The sync ended without {string.Join(" and ", _missing.Order(StringComparer.Ordinal))}, so the rest of it is not trusted either."));
            }

            return new CollectedRun(asOf, unstaged, _suspicions, _warnings, _capabilities, _facts, drafts, members, _inconclusive);
        }
    }
}
