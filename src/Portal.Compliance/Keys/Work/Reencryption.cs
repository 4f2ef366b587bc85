using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys.Work;

/// <summary>Seals anew what an old data key sealed: every sealed column, in pieces, each value only if it still is what was read.</summary>
internal sealed class Reencryption(TenantDatabase database, SecretSealer sealer, KeyChange change, FaultInjection faults)
{
    /// <summary>Values a transaction. Syncs get in between.</summary>
    public const int Chunk = 200;

    public static async Task<int> CountAsync(PortalDbContext db, Guid dataKeyId, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var column in SealedColumns.All)
        {
            count += await column.CountAsync(db, dataKeyId, cancellationToken);
        }

        return count;
    }

    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> ExecuteAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var old = request.OldDataKeyId!.Value;
        foreach (var column in SealedColumns.All)
        {
            SealedCell? last = null;
            while (await NextAsync(column, old, last, cancellationToken) is { Count: > 0 } cells)
            {
                await ResealAsync(request.Id, column, cells, cancellationToken);
                last = cells[^1];
            }
        }

        await using var db = database.Open();
        return await CountAsync(db, old, cancellationToken) == 0;
    }

    private async Task<IReadOnlyList<SealedCell>> NextAsync(SealedColumn column, Guid old, SealedCell? last, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await column.NextAsync(db, old, last, Chunk, cancellationToken);
    }

    private async Task ResealAsync(Guid requestId, SealedColumn column, IReadOnlyList<SealedCell> cells, CancellationToken cancellationToken)
    {
        var broken = 0;
        var sealedAnew = new List<(SealedCell Cell, byte[] Blob)>(cells.Count);
        await using (var keys = database.Open())
        {
            // Once a chunk: opening and sealing find the keys' rows here and do not ask the database for every value.
            await keys.Set<DataKey>().AsTracking().LoadAsync(cancellationToken);
            foreach (var cell in cells)
            {
                try
                {
                    using var secret = await sealer.OpenAsync(keys, cell.Context, cell.Blob, cancellationToken);
                    sealedAnew.Add((cell, await sealer.SealAsync(keys, cell.Context, secret.Bytes, cancellationToken)));
                }
                catch (SecretFaultException fault) when (fault.Fault is SecretFault.SealBroken or SecretFault.MalformedBlob)
                {
                    // Tampered with; nobody can open it, and it must not keep the others from being sealed anew. The old key stays.
                    broken++;
                }
            }
        }

        while (!await StoreAsync(requestId, column, sealedAnew, broken, cancellationToken))
        {
            // Another process counts on the same row, or off-boarding has ended the request.
            await using var db = database.Open();
            if (!(await db.Set<KeyRequest>().SingleAsync(r => r.Id == requestId, cancellationToken)).IsOpen)
            {
                return;
            }
        }

        faults.Reach(KeyFaultPoints.AfterChunk);
    }

    private Task<bool> StoreAsync(
        Guid requestId, SealedColumn column, List<(SealedCell Cell, byte[] Blob)> sealedAnew, int broken, CancellationToken cancellationToken) =>
        change.ExecuteAsync(requestId, async (work, request) =>
        {
            foreach (var (cell, blob) in sealedAnew)
            {
                request.Done += await column.ReplaceAsync(work.Db, cell, blob, cancellationToken) ? 1 : 0;
            }

            request.Total = Math.Max(request.Total, request.Done);
            request.LastError = broken > 0
                ? $"{broken} sealed value(s) of {column.Entity.Name} could not be opened: they were changed in the database. The old data key is kept."
                : request.LastError;
            faults.Reach(KeyFaultPoints.InsideChunk);
            return true;
        }, cancellationToken);
}
