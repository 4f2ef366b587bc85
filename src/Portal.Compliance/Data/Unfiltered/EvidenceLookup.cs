using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Compliance.Evidence;

namespace Portal.Compliance.Data.Unfiltered;

/// <summary>Finds evidence by fingerprint, once a draft: a prepared seek on the unique index, inside the caller's transaction.</summary>
internal sealed class EvidenceLookup(PortalDbContext db) : IAsyncDisposable
{
    private DbCommand? _command;

    /// <returns>Null when this has not been seen on this connection before.</returns>
    public async Task<Guid?> FindAsync(Guid connectionId, string kind, byte[] fingerprint, CancellationToken cancellationToken)
    {
        var command = _command ??= await PrepareAsync(cancellationToken);
        command.Parameters[1].Value = connectionId;
        command.Parameters[2].Value = kind;
        command.Parameters[3].Value = fingerprint;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? rows.GetGuid(0) : null;
    }

    private async Task<DbCommand> PrepareAsync(CancellationToken cancellationToken)
    {
        var command = Draft();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    /// <summary>The command as it will be prepared; needs no open connection.</summary>
    internal DbCommand Draft()
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var entity = db.Model.FindEntityType(typeof(EvidenceRecord))!;
        IProperty[] keys =
        [
            entity.FindProperty(nameof(EvidenceRecord.OrganizationId))!, entity.FindProperty(nameof(EvidenceRecord.ConnectionId))!,
            entity.FindProperty(nameof(EvidenceRecord.Kind))!, entity.FindProperty(nameof(EvidenceRecord.Fingerprint))!,
        ];
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            $"SELECT {sql.DelimitIdentifier(nameof(EvidenceRecord.Id))} FROM {sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema())} WHERE "
            + string.Join(" AND ", keys.Select((k, i) => $"{sql.DelimitIdentifier(k.GetColumnName())} = @k{i}"));
        for (var i = 0; i < keys.Length; i++)
        {
            var mapping = keys[i].GetRelationalTypeMapping();
            var parameter = mapping.CreateParameter(command, $"@k{i}", null, nullable: false);
            if (mapping.Size is { } size)
            {
                // A server prepares nothing of unknown length. Setting it to what it is already would cut values off.
                parameter.Size = size;
            }

            command.Parameters.Add(parameter);
        }

        command.Parameters[0].Value = db.OrganizationId;
        return command;
    }

    public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;
}
