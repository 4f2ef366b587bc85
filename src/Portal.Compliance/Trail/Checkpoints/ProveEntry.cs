using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// A file by which a stranger sees, without the portal, that one entry stands in a signed log: the canonical entry, its detail and salt,
/// the path to the root, the signed note and the public key. Its format is described in docs/audit-log.md.
/// </summary>
public sealed class ProveEntry
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly IAttestationSigner _signer;

    internal ProveEntry(TenantScope scope, TenantDatabase database, IAttestationSigner signer) => (_scope, _database, _signer) = (scope, database, signer);

    /// <returns>Null when there is no such entry.</returns>
    public async Task<Result<JsonObject>?> ExecuteAsync(long sequence, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ReadAuditLog);
        await using var db = _database.Open();
        if (await db.Set<AuditEntry>().SingleOrDefaultAsync(e => e.Sequence == sequence, cancellationToken) is not { } entry)
        {
            return null;
        }

        var checkpoint = await db.Set<AuditCheckpoint>().Where(c => c.Size > sequence).OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellationToken);
        if (checkpoint is null)
        {
            return (Result<JsonObject>)ProofProblems.NotCovered;
        }

        var canonical = AuditLeaf.Canonical(entry);
        var proof = await AuditProofs.InclusionAsync(db, _scope.OrganizationId, sequence, checkpoint.Size, cancellationToken);
        if (proof is null || !MerkleTree.VerifyInclusion(MerkleHash.Leaf(canonical), sequence, checkpoint.Size, proof, checkpoint.Root))
        {
            return (Result<JsonObject>)ProofProblems.NotProvable;
        }

        var detail = await db.Set<AuditDetail>().SingleOrDefaultAsync(d => d.Sequence == sequence, cancellationToken);
        var file = new JsonObject
        {
            ["format"] = "portal.audit_log.inclusion.v1",
            ["entry"] = Encoding.UTF8.GetString(canonical),
            ["detail"] = detail is null ? null : Encoding.UTF8.GetString(detail.DetailJson),
            ["salt"] = detail is null ? null : Convert.ToHexStringLower(detail.Salt),
            ["leafHash"] = Convert.ToHexStringLower(MerkleHash.Leaf(canonical)),
            ["leafIndex"] = Number(sequence),
            ["treeSize"] = Number(checkpoint.Size),
            ["root"] = Convert.ToHexStringLower(checkpoint.Root),
            ["path"] = ProofFile.Hashes(proof),
            ["checkpoint"] = await ProofFile.SignedAsync(_signer, checkpoint, cancellationToken),
        };
        await using var work = await _database.BeginAsync(cancellationToken);
        work.Audit(AuditAction.ExportMade, "audit_log", _scope.OrganizationId, new JsonObject
        {
            ["checkpoint"] = Number(checkpoint.Size),
            ["entry"] = Number(sequence),
            ["format"] = "inclusion_proof",
        });
        await work.CommitAsync(cancellationToken);
        return (Result<JsonObject>)file;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file that shows that a checkpoint's log is an earlier checkpoint's with entries added behind it.</summary>
public sealed class ProveGrowth
{
    private readonly TenantScope _scope;
    private readonly TenantDatabase _database;
    private readonly IAttestationSigner _signer;

    internal ProveGrowth(TenantScope scope, TenantDatabase database, IAttestationSigner signer) => (_scope, _database, _signer) = (scope, database, signer);

    /// <returns>Null when one of the two checkpoints is not there, or they are not in order.</returns>
    public async Task<Result<JsonObject>?> ExecuteAsync(long earlierSize, long size, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ReadAuditLog);
        await using var db = _database.Open();
        var both = await db.Set<AuditCheckpoint>().Where(c => c.Size == earlierSize || c.Size == size).OrderBy(c => c.Size).ToListAsync(cancellationToken);
        if (both is not [var earlier, var later] || earlier.Size != earlierSize)
        {
            return null;
        }

        var proof = await AuditProofs.ConsistencyAsync(db, _scope.OrganizationId, earlier.Size, later.Size, cancellationToken);
        if (proof is null || !MerkleTree.VerifyConsistency(earlier.Size, later.Size, proof, earlier.Root, later.Root))
        {
            return (Result<JsonObject>)ProofProblems.NotProvable;
        }

        await using var work = await _database.BeginAsync(cancellationToken);
        work.Audit(AuditAction.ExportMade, "audit_log", _scope.OrganizationId, new JsonObject
        {
            ["checkpoint"] = CheckpointAudit.SubjectOf(later.Size),
            ["earlier"] = CheckpointAudit.SubjectOf(earlier.Size),
            ["format"] = "consistency_proof",
        });
        await work.CommitAsync(cancellationToken);
        return (Result<JsonObject>)new JsonObject
        {
            ["format"] = "portal.audit_log.consistency.v1",
            ["earlierSize"] = CheckpointAudit.SubjectOf(earlier.Size),
            ["size"] = CheckpointAudit.SubjectOf(later.Size),
            ["earlierRoot"] = Convert.ToHexStringLower(earlier.Root),
            ["root"] = Convert.ToHexStringLower(later.Root),
            ["path"] = ProofFile.Hashes(proof),
            ["earlier"] = await ProofFile.SignedAsync(_signer, earlier, cancellationToken),
            ["later"] = await ProofFile.SignedAsync(_signer, later, cancellationToken),
        };
    }
}

/// <summary>What both kinds of proof files hold.</summary>
internal static class ProofFile
{
    public static JsonArray Hashes(IReadOnlyList<byte[]> proof) => [.. proof.Select(hash => (JsonNode)Convert.ToHexStringLower(hash))];

    public static async Task<JsonObject> SignedAsync(IAttestationSigner signer, AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var key = await signer.PublicKeyAsync(checkpoint.Kid, cancellationToken);
        return new JsonObject
        {
            ["note"] = checkpoint.Note,
            ["kid"] = checkpoint.Kid,
            ["publicKey"] = key is null ? null : PemEncoding.WriteString("PUBLIC KEY", key.SubjectPublicKeyInfo) + "\n",
        };
    }
}

internal static class ProofProblems
{
    public static readonly Problem NotCovered = new(
        "entry_not_covered", "No checkpoint covers this entry yet.", "The newest checkpoint was signed before it was written.",
        "Sign a checkpoint on the checkpoints page, or wait for tonight's, then try again.");

    public static readonly Problem NotProvable = new(
        "proof_refused", "The portal cannot prove this from its rows.", "The log does not have the root that was signed.",
        "Verify the log to see where it was changed, and keep a copy of the database.");
}
