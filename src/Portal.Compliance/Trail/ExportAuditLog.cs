using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Platform.Text;

namespace Portal.Compliance.Trail;

/// <summary>The filtered log as CSV, newest first, with everything a stranger needs to recompute each detail hash.</summary>
public sealed class ExportAuditLog(TenantScope scope, TenantDatabase database)
{
    private const int BatchSize = 500;

    /// <summary>
    /// That somebody exports is in the log before the first byte leaves. The file holds what was there before that entry, so that it does
    /// not change while it is written; memory stays flat.
    /// </summary>
    /// <param name="output">UTF-8 goes there; left open.</param>
    public async Task ExecuteAsync(AuditFilter filter, Stream output, CancellationToken cancellationToken = default)
    {
        scope.Require(Permission.ReadAuditLog);
        var before = await WriteDownAsync(filter, cancellationToken);
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024, leaveOpen: true);
        await writer.WriteAsync(CsvRow.Of(
            "sequence", "at", "actor_id", "actor", "action", "subject_type", "subject_id", "detail", "salt", "detail_hash", "leaf_hash"));
        await using var db = database.Open();
        while (true)
        {
            var stretch = SearchAuditLog.Matching(db.Set<AuditEntry>(), filter).Where(e => e.Sequence < before)
                .OrderByDescending(e => e.Sequence).Take(BatchSize);
            var entries = await SearchAuditLog.WithDetailAsync(db, stretch, cancellationToken);
            foreach (var entry in entries)
            {
                await writer.WriteAsync(Row(entry).AsMemory(), cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
            if (entries.Count < BatchSize)
            {
                return;
            }

            before = entries[^1].Sequence;
        }
    }

    private async Task<long> WriteDownAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(cancellationToken);
        work.Audit(AuditAction.ExportMade, "audit_log", scope.OrganizationId, new JsonObject
        {
            ["format"] = "csv",
            ["filter"] = new JsonObject
            {
                ["action"] = filter.Action,
                ["actor"] = filter.ActorId,
                ["entry"] = filter.Sequence?.ToString(CultureInfo.InvariantCulture),
                ["from"] = filter.From is { } from ? InstantText.Machine(from) : null,
                ["subject"] = filter.SubjectId,
                ["subjectType"] = filter.SubjectType,
                ["to"] = filter.To is { } to ? InstantText.Machine(to) : null,
            },
        });
        return await work.CommitAsync(cancellationToken) ?? throw new InvalidOperationException("An export was not written to the log.");
    }

    private static string Row(AuditEntryView e) => CsvRow.Of(
        e.Sequence.ToString(CultureInfo.InvariantCulture), InstantText.Machine(e.At), e.ActorId, e.ActorName, e.Action, e.SubjectType,
        e.SubjectId, e.Detail, e.Salt, e.DetailHash, e.LeafHash);
}
